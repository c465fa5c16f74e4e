"""What the explorer holds: figures as columns, and the lists that their numbers point into.

Of the own region and the areas around it every period; of the places below it years alone, as all their
months would be ten times the rest."""

from typing import Any

import polars as pl

from analysis.base.places import ancestors, own_id
from analysis.base.seeds import seed_rows
from analysis.base.settings import setting
from analysis.marts.caveats import with_notes
from analysis.marts.figure_codes import Figure
from analysis.marts.period_words import first_day, period_words
from analysis.marts.plan import plan_rows
from analysis.marts.rows import (
    BreakRow,
    IndicatorRow,
    NotedRow,
    RegionRow,
    SeriesRow,
    in_language,
    rows_of,
    source_in,
)
from analysis.marts.snapshot import Snapshot
from analysis.messages import Lang, say
from analysis.pages.explorer.said import Record, compared, forecasts, signals, verdicts
from analysis.pages.explorer.stated import StatedRow, with_stated

_RATES = {"rate": "rate", "lower": "rate_lower_95", "upper": "rate_upper_95"}
_COLUMNS = (
    "indicator", "region", "period", "code", "count", "over", *_RATES, "before", "change", "note",
    "complete", "provisional", "least", "most",
)  # fmt: skip


class Numbered(dict[Any, int]):
    """Values by the order in which they were first met, each kept once."""

    def __missing__(self, value: Any) -> int:
        self[value] = len(self)
        return self[value]


def explorer_data(marts: Snapshot, lang: Lang) -> Record:
    """Everything that the page shows, as JSON can hold it.

    Returns:
        ``indicators, regions, periods, breaks, verdicts, compared, signals, forecasts`` are lists of records, `notes` of
        what there is to know of a rate, of its count and of its denominator.
        ``figures`` are columns of equal length: ``indicator, region, period, note`` are numbers of those
        lists; ``count`` and ``over`` (numerator and denominator) have two decimals, ``rate, lower, upper,
        before`` (the rate a year before) those of the indicator, ``change`` in percent and ``least, most`` (the
        limits of the count) have one. Null is unknown; a rate known as published alone has no code.
    """
    indicators = _in_order(marts)
    shown = _shown(marts)
    for half in (None, "numerator", "denominator"):
        shown = with_notes(shown, lang, half)
    stated = with_stated(marts, shown, lang)
    held = {own_id(), *stated["region_id"]}
    regions = [row for row in marts.rows(RegionRow) if row["region_id"] in held]
    periods, notes = Numbered(), Numbered()
    figures = _figures(rows_of(stated, StatedRow), indicators, regions, periods, notes)
    codes = {row["indicator_id"]: row["code"] for row in indicators}
    return {
        "indicators": _indicators(marts, indicators, lang),
        "regions": _regions(regions, marts.region_names(lang)),
        "periods": [
            {
                "kind": kind,
                "first": first_day(kind, end),
                "end": end,
                "words": period_words(kind, end, lang),
            }
            for kind, end in periods
        ],
        "breaks": _breaks(marts, lang),
        "notes": list(notes),
        "verdicts": verdicts(marts, codes, lang),
        "compared": compared(marts, codes, lang),
        "signals": signals(marts, codes, lang),
        "forecasts": forecasts(marts, codes),
        "figures": figures,
    }


def _in_order(marts: Snapshot) -> list[IndicatorRow]:
    """Those of the plan in its order, then the others by their codes."""
    plan: list[IndicatorRow] = [*plan_rows(marts)]
    first = {row["indicator_id"] for row in plan}
    others = [row for row in marts.rows(IndicatorRow) if row["indicator_id"] not in first]
    return [*plan, *sorted(others, key=lambda row: row["code"])]


def _shown(marts: Snapshot) -> pl.DataFrame:
    """Every period of the own region and of those around it, the years of all others."""
    whole = [own_id(), *(region.region_id for region in ancestors(own_id()))]
    rates = marts["fct_indicator_rates"]
    return rates.filter(pl.col("region_id").is_in(whole) | (pl.col("period_kind") == "year"))


def _figures(
    rows: list[StatedRow],
    indicators: list[IndicatorRow],
    regions: list[RegionRow],
    periods: Numbered,
    notes: Numbered,
) -> dict[str, list[Any]]:
    """The columns; `periods` and `notes` take what is met."""
    places = {region["region_id"]: at for at, region in enumerate(regions)}
    numbers = {row["indicator_id"]: at for at, row in enumerate(indicators)}
    columns: dict[str, list[Any]] = {name: [] for name in _COLUMNS}
    for row in rows:
        at = numbers[row["indicator_id"]]
        indicator = indicators[at]
        decimals = indicator["decimals"]
        values = {
            "indicator": at,
            "region": places[row["region_id"]],
            "period": periods[row["period_kind"], row["period_end"]],
            "code": "" if row["is_stated"] else Figure.of(indicator, row).code,
            "count": _rounded(row["numerator"], 2),
            "over": _rounded(row["denominator"], 2),
            **{name: _rounded(row[column], decimals) for name, column in _RATES.items()},  # type: ignore[literal-required]
            "before": _rounded(row["prior_year_rate"], decimals),
            "change": _rounded(row["change_pct"], 1),
            "note": notes[_notes(row, indicator)],
            "complete": int(row["is_complete"]),
            "provisional": int(row["is_provisional"]),
            "least": _counted(row, indicator, row["rate_lower_95"]),
            "most": _counted(row, indicator, row["rate_upper_95"]),
        }
        for name, column in columns.items():
            column.append(values[name])
    return columns


def _notes(row: StatedRow, indicator: IndicatorRow) -> tuple[str | None, ...]:
    """Of the rate, of its count, of what it is divided by; counts over counts lack the same."""
    is_over_counts = indicator["denominator_basis"] == "count"
    over = row["note"] if is_over_counts else row["note_denominator"]
    return row["note"], row["note_numerator"], over


def _counted(row: NotedRow, indicator: IndicatorRow, limit: float | None) -> float | int | None:
    """A limit of the rate as one of its count."""
    if limit is None or row["denominator"] is None:
        return None
    return _rounded(limit * row["denominator"] / indicator["per"], 1)


def _rounded(value: float | None, decimals: int) -> float | int | None:
    """As `number` prints it, so that the page shows the same digits."""
    if value is None:
        return None
    near = round(value, decimals)
    return int(near) if near == int(near) else near


def _indicators(marts: Snapshot, indicators: list[IndicatorRow], lang: Lang) -> list[Record]:
    series = {row["series"]: row for row in marts.rows(SeriesRow)}
    return [_indicator(row, series, lang) for row in indicators]


def _indicator(row: IndicatorRow, series: dict[str, SeriesRow], lang: Lang) -> Record:
    above, below = series[row["numerator_series"]], series[row["denominator_series"]]
    name, per, unit = (
        in_language(above, "name", lang),
        f"{row['per']:,.0f}",
        in_language(row, "unit", lang),
    )
    over = in_language(below, "name", lang)
    return {
        "code": row["code"],
        "name": in_language(row, "name", lang),
        "unit": unit,
        "decimals": row["decimals"],
        "counted": row["numerator_series"],
        "divided_by": row["denominator_series"],
        "count": name,
        "count_unit": in_language(above, "unit", lang),
        "over": over,
        "over_unit": in_language(below, "unit", lang),
        "fewest": {"count": _fewest(above), "over": _fewest(below)},
        "domain": row["event_domain"],
        "definition": in_language(row, "definition", lang),
        "source": source_in(row, lang),
        "formula": say("card_formula", lang, numerator=name, denominator=over, per=per, unit=unit),
        "better": say(f"card_better_{row['better']}", lang),
    }


def _fewest(series: SeriesRow) -> float:
    """How many of a series carry a percent; money and stocks always do."""
    measures = {row["measure"]: row["is_number_of_events"] for row in seed_rows("measures.csv")}
    is_of_events = measures.get(series["measure"] or "") == "true"
    return setting("fewest_events_drawn") if is_of_events else 0


def _regions(regions: list[RegionRow], names: dict[str, str]) -> list[Record]:
    around = {region.region_id for region in ancestors(own_id())}
    places = {own_id(): "own"} | dict.fromkeys(around, "around")
    return [
        {
            "id": row["region_id"],
            "name": names[row["region_id"]],
            "place": places.get(row["region_id"], "part"),
        }
        for row in regions
    ]


def _breaks(marts: Snapshot, lang: Lang) -> list[Record]:
    found = marts.table("reference", "definition_breaks").sort("effective_from")
    return [
        {
            "domain": row["event_domain"],
            "day": row["effective_from"],
            "cuts": not row["allows_comparison"],
            "what": in_language(row, "what", lang),
            "note": in_language(row, "note", lang),
            "source": source_in(row, lang),
        }
        for row in rows_of(found, BreakRow)
    ]
