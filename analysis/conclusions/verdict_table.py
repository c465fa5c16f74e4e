"""Verdicts of every indicator and region, at the end of each year and of months of the plan and of a year that
runs."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from analysis.conclusions.official import chance_of_fall, official_verdict
from analysis.conclusions.plan_years import is_of_plan, part_of_year, sides_at
from analysis.conclusions.verdicts import Judged, Sides, Year, judge, of_one_definition

SCHEMA = {
    "indicator_id": pl.String,
    "region_id": pl.String,
    "year": pl.Int64,
    "period_end": pl.Date,
    "is_to_date": pl.Boolean,
    "comparison": pl.String,
    "statistical_verdict": pl.String,
    "verdict_reason": pl.String,
    "first_year_before": pl.Int64,
    "last_year_before": pl.Int64,
    "first_year": pl.Int64,
    "last_year": pl.Int64,
    "events_before": pl.Float64,
    "events": pl.Float64,
    "years_before": pl.Float64,
    "years": pl.Float64,
    "denominator_before": pl.Float64,
    "denominator": pl.Float64,
    "rate_ratio": pl.Float64,
    "rate_ratio_lower_95": pl.Float64,
    "rate_ratio_upper_95": pl.Float64,
    "p_smaller": pl.Float64,
    "p_larger": pl.Float64,
    "spread": pl.Float64,
    "accident_size": pl.Float64,
    "is_by_denominator_alone": pl.Boolean,
    "official_verdict": pl.String,
    "official_years": pl.Int64,
    "official_chance": pl.Float64,
}
Row = dict[str, Any]
Points = dict[int, Year]


def verdict_table(
    years: pl.DataFrame, breaks: pl.DataFrame, settings: Mapping[str, float]
) -> pl.DataFrame:
    """One row an indicator, region and year that has a rate; and of the months of a year that runs, or of the
    plan, one for each of their ends that there are.

    Args:
        years: the model int_years.
        breaks: the seed definition_breaks.
        settings: the settings seed.

    Returns:
        Columns of `SCHEMA`; of money no test and no verdict.
    """
    every = years.sort("period_end").rows_by_key(
        ["indicator_id", "region_id"], named=True, include_key=True
    )
    changes = breaks.filter(~pl.col("allows_comparison")).rows(named=True)
    found = [row for rows in every.values() for row in _of_series(rows, changes, settings)]
    return pl.DataFrame(found, schema=SCHEMA)


def _of_series(
    rows: Sequence[Row], changes: Sequence[Row], settings: Mapping[str, float]
) -> Iterator[Row]:
    whole = {row["year"]: _year(row) for row in rows if row["months"] == 12}
    parts: dict[int, Points] = defaultdict(dict)
    for row in rows:
        parts[row["months"]][row["year"]] = _year(row)
    for row in rows:
        is_to_date, is_over = row["months"] < 12, row["year"] <= max(whole, default=0)
        if is_to_date and is_over and not is_of_plan(row["year"], settings):
            continue  # what the same months of later years stand beside
        official = _official(row["year"] - is_to_date, rows, settings)
        key = {name: row[name] for name in ("indicator_id", "region_id", "year", "period_end")}
        key |= {"is_to_date": is_to_date} | official
        if not row["is_number_of_events"]:  # money is no count: no test fits it
            yield key
            continue
        years = [one for year, one in whole.items() if year < row["year"] + (not is_to_date)]
        if is_to_date:
            running = _running(row, parts[row["months"]], whole, settings)
            if not running:
                continue  # nothing would be said of it
            years += running
        sides = sides_at(row["year"], years, settings)
        kind = "plan" if is_of_plan(row["year"], settings) else "three_years"
        more = _counts_more(row["event_domain"], sides, changes)
        judged = judge(sides, row["better"], settings, more)
        yield key | {"comparison": kind} | _figures(judged)


def _year(row: Row) -> Year:
    return Year(
        row["year"], row["numerator"], row["denominator"], row["deaths_squared"], row["segment"]
    )


def _running(row: Row, parts: Points, whole: Points, settings: Mapping[str, float]) -> list[Year]:
    """The year that runs, as it counts beside the whole years before; none where that is unknown, or
    too few of its months are over for their share of a year to be known."""
    if row["months"] < settings["verdict_min_months"]:
        return []
    before = sides_at(row["year"], list(whole.values()), settings).before
    part = part_of_year(parts[row["year"]], row["months"], list(parts.values()), before)
    return [] if part is None else [part]


def _counts_more(domain: str, sides: Sides, changes: Sequence[Row]) -> bool | None:
    """Whether every change of definition since the last year of one definition before made it count
    more (False: less)."""
    before, _ = of_one_definition(sides)
    if not before.before or not sides.now:
        return None
    after, until = before.before[-1].year, sides.now[-1].year
    said = {
        change["counts_more_after"]
        for change in changes
        if change["event_domain"] == domain and after < change["effective_from"].year <= until
    }
    return said.pop() if len(said) == 1 else None


def _official(at: int, rows: Sequence[Row], settings: Mapping[str, float]) -> Row:
    """The official rule at the end of the year `at`, over years of its definition."""
    wanted = int(settings["official_rule_rates"])
    whole = {row["year"]: row for row in rows if row["months"] == 12}
    last = [whole[year] for year in range(at - wanted + 1, at + 1) if year in whole]
    segments = {row["segment"] for row in last}
    if len(last) < wanted or len(segments) > 1 or None in segments:
        return {"official_verdict": None, "official_years": wanted, "official_chance": None}
    counts, exposures = ([row[name] for row in last] for name in ("numerator", "denominator"))
    chance = chance_of_fall(counts, exposures) if last[0]["is_number_of_events"] else None
    verdict = official_verdict([row["rate"] for row in last])
    return {"official_verdict": verdict, "official_years": wanted, "official_chance": chance}


def _figures(judged: Judged) -> Row:
    """What a verdict stands on, as columns."""
    before, now, ratio = judged.sides.before, judged.sides.now, judged.ratio
    found: Row = {"statistical_verdict": judged.verdict, "verdict_reason": judged.reason}
    for name, side in (("_before", before), ("", now)):
        if side:
            found |= {f"first_year{name}": side[0].year, f"last_year{name}": side[-1].year}
            found |= {
                f"events{name}": sum(year.events for year in side),
                f"years{name}": sum(year.length for year in side),
                f"denominator{name}": sum(year.denominator * year.weight for year in side),
            }
    if ratio is None:
        return found
    fell = ratio.ratio < 1
    per_year = [found[f"events{name}"] / found[f"years{name}"] for name in ("_before", "")]
    return found | {
        "rate_ratio": _number(ratio.ratio),
        "rate_ratio_lower_95": _number(ratio.lower),
        "rate_ratio_upper_95": _number(ratio.upper),
        "p_smaller": ratio.p_smaller,
        "p_larger": ratio.p_larger,
        "spread": ratio.spread,
        "accident_size": judged.dispersion,
        # the rate fell although no fewer events happened a year
        "is_by_denominator_alone": bool(fell and per_year[1] >= per_year[0]),
    }


def _number(value: float) -> float | None:
    """None in place of what is not a number, or infinite."""
    return value if abs(value) < float("inf") else None
