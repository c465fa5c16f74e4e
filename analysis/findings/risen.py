"""Which township's rate rose most: one always does, so that its rise is held to all of them at once."""

import polars as pl

from analysis.base.places import own_id
from analysis.base.settings import setting
from analysis.findings.alike import years_alike
from analysis.findings.findings import Findings
from analysis.marts.rows import IndicatorRow
from analysis.messages.numbers import number, short
from analysis.statistics import rate_ratio

_CONFIDENCE = 0.95  # of all townships together (Bonferroni)
_FEWEST_YEARS = 2  # of each half


def risen(findings: Findings, indicator: IndicatorRow) -> pl.DataFrame:
    """Townships by how their rate rose, the most first: the last years beside as many before. Where townships have
    no denominator, their counts are compared, and the rates are null.

    Returns:
        ``region_id, name, first_before, last_before, first, last, events_before, events, rate_before, rate, ratio,
        lower, upper`` (limits of all ratios together at 95%; deaths that came several in one accident count as
        fewer) and ``stands``: above, below, unclear, nothing. Empty where too few years of one definition are whole.
    """
    key, most = indicator["indicator_id"], 2 * int(setting("pooled_years"))
    known = years_alike(findings, key, most)
    half = len(known) // 2
    if half < _FEWEST_YEARS:
        return pl.DataFrame()
    before, now = known[-2 * half : -half], known[-half:]
    rows = _years_of_townships(findings, key)
    rates = rows.filter(pl.col("denominator") > 0)
    has_rates = rates.height > 0
    years = rates if has_rates else rows.with_columns(denominator=pl.lit(1.0))
    pooled = _pooled(years, before).join(_pooled(years, now), on="region_id", suffix="_now")
    pooled = pooled.filter((pl.col("years") == half) & (pl.col("years_now") == half))
    size = pl.max_horizontal(
        1.0,
        (pl.col("squares") + pl.col("squares_now")) / (pl.col("events") + pl.col("events_now")),
    ).fill_nan(1.0)
    pooled = pooled.with_columns(size=size)
    ratios = rate_ratio(
        pooled["events_now"] / pooled["size"],
        pooled["over_now"],
        pooled["events"] / pooled["size"],
        pooled["over"],
        confidence=1 - (1 - _CONFIDENCE) / max(pooled.height, 1),
        alternative="larger",
    )
    names = pl.col("region_id").replace(findings.region_names())
    lower, upper = pl.col("lower"), pl.col("upper")
    rate_before = pl.col("events") / pl.col("over") * indicator["per"]
    rate = pl.col("events_now") / pl.col("over_now") * indicator["per"]
    stands = (
        pl.when(pl.col("events") + pl.col("events_now") == 0)
        .then(pl.lit("nothing"))
        .when(lower > 1)
        .then(pl.lit("above"))
        .when(upper < 1)
        .then(pl.lit("below"))
        .otherwise(pl.lit("unclear"))
    )
    return (
        pooled.with_columns(ratio=ratios["ratio"], lower=ratios["lower"], upper=ratios["upper"])
        .select(
            "region_id",
            name=names,
            first_before=pl.lit(before[0]),
            last_before=pl.lit(before[-1]),
            first=pl.lit(now[0]),
            last=pl.lit(now[-1]),
            events_before="events",
            events="events_now",
            rate_before=pl.when(has_rates).then(rate_before),
            rate=pl.when(has_rates).then(rate),
            ratio=pl.col("ratio"),
            lower=lower,
            upper=upper,
            stands=stands,
            rose_by=rate - rate_before,
        )
        .sort("rose_by", descending=True)
        .drop("rose_by")
    )


def most_risen(findings: Findings, indicator: IndicatorRow) -> str:
    """In a sentence which township's rate rose most, and whether that is more than chance."""
    found, name = risen(findings, indicator), findings.text(indicator)
    if found.is_empty():
        return findings.say("risen_too_short", name=name, years=_FEWEST_YEARS)
    first, kind = found.row(0, named=True), "rates" if found["rate"][0] is not None else "counts"
    told = {name: short(first[name]) for name in ("events_before", "events")}
    told |= {c: number(first[c], indicator["decimals"]) for c in ("rate_before", "rate")}
    span = {c: first[c] for c in ("first_before", "last_before", "first", "last")}
    words = span | told | {"name": first["name"], "indicator": name, "count": found.height}
    sure = found.filter(stands="above")["name"].to_list()
    after = findings.say("risen_unclear", **words)
    if sure:
        after = findings.say("risen_sure", names=findings.listed(sure), **words)
    return findings.say(f"risen_most_{kind}", **words) + after


def _years_of_townships(findings: Findings, indicator_id: str) -> pl.DataFrame:
    return (
        findings.marts["fct_indicator_rates"]
        .filter(
            "is_complete",
            pl.col("region_id") != own_id(),
            indicator_id=indicator_id,
            period_kind="year",
            origin="hand_in",
        )
        .with_columns(year=pl.col("period_end").dt.year())
    )


def _pooled(years: pl.DataFrame, some: list[int]) -> pl.DataFrame:
    rows = years.filter(pl.col("year").is_in(some))
    return rows.group_by("region_id").agg(
        years=pl.len(),
        events=pl.col("numerator").sum(),
        over=pl.col("denominator").sum(),
        squares=(pl.col("numerator") * pl.col("dispersion").fill_null(1.0)).sum(),
    )
