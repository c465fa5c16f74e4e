"""The whole set of charts of a year, in the order of the report."""

from datetime import timedelta

import polars as pl

from analysis.base.places import own_id
from analysis.base.settings import local_now, setting
from analysis.charts import counts, rates, standing, townships
from analysis.charts.theme import Chart, Look
from analysis.conclusions.verdicts import Verdict
from analysis.marts.caveats import caveat_words, with_notes
from analysis.marts.code_names import name_of
from analysis.marts.departments import department
from analysis.marts.snapshot import Snapshot
from analysis.marts.target_words import worded
from analysis.marts.waiting import waiting
from analysis.messages import Lang, say


def chart_set(marts: Snapshot, year: int, lang: Lang = "zh") -> list[Chart]:
    """Every chart that the data of `year` allow; one without data is left out."""
    look = Look(lang, _foot(marts, lang))
    found = [
        *_supervision(marts, look, year),
        *_indicators(marts, look, year),
        *_counts(marts, look, year),
        *_townships(marts, look, year),
        *_rest(marts, look, year),
    ]
    return [chart for chart in found if chart]


def plan_indicators(marts: Snapshot) -> pl.DataFrame:
    """The four rates of the plan, in the order of the plan."""
    return (
        marts["dim_indicator"]
        .filter("is_plan_indicator")
        .join(_domains(marts), left_on="event_domain", right_on="event_domain", how="left")
        .sort("domain_order")
    )


def _domains(marts: Snapshot) -> pl.DataFrame:
    domains = marts.table("reference", "event_domains")
    names = domains.select("event_domain", domain_zh="name_zh", domain_en="name_en")
    return names.with_row_index("domain_order")


def _foot(marts: Snapshot, lang: Lang) -> str:
    foot = say(
        "chart_foot", lang, build_id=marts.build["build_id"], as_of=marts.as_of,
        today=f"{local_now():%Y-%m-%d}",
    )  # fmt: skip
    waits = waiting(marts["fct_hand_ins"], marts["fct_quarantined_cells"])
    foot = f"{foot}{'；' if lang == 'zh' else '; '}{waits.text(lang)}" if waits else foot
    return (say("chart_foot_sample", lang) if marts.is_sample else "") + foot


def _indicators(marts: Snapshot, look: Look, year: int) -> list[Chart | None]:
    figures = marts["fct_indicator_rates"].filter(region_id=own_id()).sort("period_end")
    figures = with_notes(figures.filter(pl.col("period_end").dt.year() <= year), look.lang)
    trends = marts["fct_indicator_trends"].filter(region_id=own_id(), year=year)
    changes = marts["fct_rate_change"].filter(region_id=own_id(), period_kind="year")
    signals = marts["fct_indicator_signals"].filter(region_id=own_id())
    signals = signals.filter(pl.col("period_end").dt.year() <= year)
    breaks = marts.table("reference", "definition_breaks")
    indicators = plan_indicators(marts)
    charts: list[Chart | None] = []
    for indicator in indicators.iter_rows(named=True):
        own = figures.filter(indicator_id=indicator["indicator_id"])
        trend = trends.filter(indicator_id=indicator["indicator_id"])
        code = trend["statistical_verdict"][0] if trend.height else Verdict.TOO_SHORT
        verdict = name_of("statistical_verdict", code, look.lang)
        domain_breaks = breaks.filter(event_domain=indicator["event_domain"])
        yearly, rolling = own.filter(period_kind="year"), own.filter(period_kind="r12m")
        charts.append(rates.trend(look, indicator, yearly, domain_breaks, verdict, year))
        change = changes.filter(
            pl.col("indicator_id") == indicator["indicator_id"],
            pl.col("period_end").dt.year() == year,
        )
        if change.height and not change["crosses_break"][0]:
            charts.append(rates.change_split(look, indicator, change.row(0, named=True)))
        since = rolling.filter(pl.col("period_end").dt.year() > year - 5)
        raised = signals.filter(
            pl.col("indicator_id") == indicator["indicator_id"],
            pl.col("period_end").dt.year() > year - 5,
        )
        charts.append(rates.rolling(look, indicator, since, raised))
    named = trends.join(
        indicators.select("indicator_id", "domain_order", name=f"name_{look.lang}"),
        on="indicator_id",
    ).sort("domain_order")
    if named.height:
        charts.append(rates.three_years(look, named, year))
    return charts


def _counts(marts: Snapshot, look: Look, year: int) -> list[Chart | None]:
    figures = marts["fct_indicator_rates"].filter(region_id=own_id())
    figures = figures.filter(pl.col("period_end").dt.year() <= year)
    indicators = plan_indicators(marts)
    # production is over GDP, which has no rate for most months: its counts come with its accidents
    by_month = _to_date(marts, indicators, year)
    accidents = marts["fct_accidents"].sort("occurred_at")
    accidents = accidents.filter(pl.col("occurred_at").dt.year() <= year)
    fatal = accidents.filter(pl.col("fatal_accidents") > 0)
    moments = {d: fatal.filter(domain=d)["occurred_at"].to_list() for d in fatal["domain"].unique()}
    domains = dict(indicators.select("event_domain", f"domain_{look.lang}").iter_rows())
    today = min(marts.as_of, marts.as_of.replace(year=year, month=12, day=31))
    complete = figures.filter(pl.col("period_kind") == "year", pl.col("rate").is_not_null())
    return [
        counts.year_to_date(look, indicators, by_month, year, int(setting("year_to_date_years"))),
        counts.likely_range(look, indicators, complete),
        counts.days_between(look, domains, moments, today, int(setting("days_min_events"))),
        counts.kinds(
            look, domains, accidents.filter(pl.col("occurred_at").dt.year() == year), year
        ),
    ]


def _to_date(marts: Snapshot, indicators: pl.DataFrame, year: int) -> pl.DataFrame:
    """Counts from January on by month, where every month so far was handed in."""
    counts = marts.table("intermediate", "int_series_by_period").filter(
        pl.col("region_id") == own_id(),
        pl.col("period_kind") == "ytd",
        pl.col("period_end").dt.year() <= year,
    )
    joined = indicators.join(counts, left_on="numerator_series", right_on="series")
    return joined.select("indicator_id", "period_end", "is_complete", numerator="value")


def _townships(marts: Snapshot, look: Look, year: int) -> list[Chart | None]:
    names = marts["dim_region"].select("region_id", name=f"name_{look.lang}")
    compared = marts["fct_region_comparison"].join(names, on="region_id")
    compared = compared.filter(pl.col("year") <= year)
    figures = marts["fct_indicator_rates"].filter(period_kind="year").join(names, on="region_id")
    charts: list[Chart | None] = []
    for indicator in plan_indicators(marts).iter_rows(named=True):
        own = compared.filter(indicator_id=indicator["indicator_id"])
        if own.is_empty():
            continue
        last = own["year"].max()  # a year within which the definition changed has no comparison
        own = own.filter(year=last)
        years = figures.filter(
            pl.col("indicator_id") == indicator["indicator_id"],
            pl.col("region_id").is_in(own["region_id"].implode()),
            pl.col("period_end").dt.year().is_between(last - own["years"][0] + 1, last),
        )
        charts.append(townships.funnel(look, indicator, own))
        charts.append(townships.heat_table(look, indicator, years, own))
    return charts


def _supervision(marts: Snapshot, look: Look, year: int) -> list[Chart | None]:
    due = marts["fct_hand_in_calendar"]
    name = pl.col("form_zh") if look.lang == "zh" else pl.col("form")
    who = department(marts["dim_department"], look.lang)
    charts = [standing.calendar(look, due.with_columns(who, name=name), year)]
    progress = latest_progress(marts, look.lang)
    if progress.height:
        charts.append(standing.targets(look, progress))
        charts.append(standing.due_dates(look, progress, marts.as_of))
    return charts


def latest_progress(marts: Snapshot, lang: Lang) -> pl.DataFrame:
    """Where each target stands, in the order in which they are due."""
    targets, departments = marts["dim_target"], marts["dim_department"]
    latest = marts["fct_target_progress"].filter("is_latest")
    latest = worded(latest, targets, departments, marts["fct_indicator_trends"], lang)
    units = targets.select("target_id", "kind", unit=f"unit_{lang}")
    return latest.join(units, on="target_id").sort("due_date", "target_id")


def _why(row: dict[str, object], lang: Lang) -> str:
    """Why our figure is the published one, or is not: of a row of ``fct_reconciliation``."""
    if row["reason"] == "stock_carried_forward":
        return caveat_words(row | {"caveats": [row["reason"]]}, lang)
    known = row[f"reason_note_{lang}"]
    return str(known or name_of("reconciliation_reason", str(row["reason"]), lang))


def _rest(marts: Snapshot, look: Look, year: int) -> list[Chart | None]:
    warnings = marts["fct_warnings"].filter(pl.col("month_end").dt.year() == year)
    forms = marts["fct_hand_in_calendar"].select("form", "form_zh").unique("form")
    hand_ins = marts["fct_hand_ins"].join(forms, on="form", how="left")
    name = pl.col("form_zh").fill_null(pl.col("form")) if look.lang == "zh" else pl.col("form")
    indicators = marts["dim_indicator"].select(what="indicator_id", name=f"name_{look.lang}")
    series = marts["dim_series"].select(what="series", name=f"name_{look.lang}")
    names = pl.concat([indicators, series])
    found = marts["fct_reconciliation"].join(names, on="what", how="left")
    regions = marts["dim_region"].select("region_id", region=f"name_{look.lang}")
    found = found.join(regions, on="region_id", how="left").with_columns(
        name=pl.format("{} {}", "region", pl.col("name").fill_null(pl.col("what"))),
        is_equal=pl.col("reason").str.starts_with("equal"),
        reason=pl.Series(
            [_why(row, look.lang) for row in found.iter_rows(named=True)], dtype=pl.String
        ),
    )
    last = marts.as_of.replace(year=year, month=12, day=31) + timedelta(days=1)
    return [
        standing.warnings(look, warnings, year),
        standing.quality(look, hand_ins.with_columns(name=name)),
        standing.reconciliation(look, found.filter(pl.col("period_end") < last)),
    ]
