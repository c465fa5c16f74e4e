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
    years = _years_of_townships(findings, indicator, known[-2 * half :])
    has_rates = years["denominator"].is_not_null().any()
    years = years.drop_nulls() if has_rates else years.with_columns(denominator=pl.lit(1.0))
    pooled = _pooled(years, before).join(_pooled(years, now), on="region_id", suffix="_now")
    size = _size(findings, key, known[-2 * half :])
    ratios = rate_ratio(
        pooled["events_now"] / size,
        pooled["over_now"],
        pooled["events"] / size,
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
            events_before=pl.col("events").cast(pl.Int64),
            events=pl.col("events_now").cast(pl.Int64),
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


def _years_of_townships(
    findings: Findings, indicator: IndicatorRow, some: list[int]
) -> pl.DataFrame:
    """Counts of each township and year, all of them whole, with the denominators there are: ``region_id, year,
    numerator, denominator``."""
    marts, year = findings.marts, pl.col("period_end").dt.year().alias("year")
    townships = marts["dim_region"].filter(parent_id=own_id()).select("region_id")
    years = pl.DataFrame({"year": some}, schema={"year": pl.Int32})
    counts = (  # a month without a row is 0 where it was handed in
        marts["fct_series_values"]
        .filter(series=indicator["numerator_series"], kind="count")
        .group_by("region_id", year)
        .agg(numerator=pl.col("value").sum())
    )
    rates = marts["fct_indicator_rates"].filter(
        pl.col("denominator") > 0, indicator_id=indicator["indicator_id"], period_kind="year"
    )
    found = townships.join(years, how="cross")
    for values in (counts, rates.select("region_id", year, "denominator")):
        found = found.join(values, on=["region_id", "year"], how="left")
    return found.with_columns(pl.col("numerator").fill_null(0.0))


def _size(findings: Findings, indicator_id: str, some: list[int]) -> float:
    """How many deaths an accident counts for, in the own region and some years; at least 1."""
    rows = findings.marts["fct_indicator_rates"].filter(
        pl.col("period_end").dt.year().is_in(some),
        indicator_id=indicator_id,
        region_id=own_id(),
        period_kind="year",
    )
    deaths = float(rows["numerator"].sum())
    squares = float((rows["numerator"] * rows["dispersion"].fill_null(1.0)).sum())
    return max(1.0, squares / deaths) if deaths else 1.0


def _pooled(years: pl.DataFrame, some: list[int]) -> pl.DataFrame:
    rows = years.filter(pl.col("year").is_in(some)).group_by("region_id")
    pooled = rows.agg(
        years=pl.len(), events=pl.col("numerator").sum(), over=pl.col("denominator").sum()
    )
    return pooled.filter(years=len(some))
