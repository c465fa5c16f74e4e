"""From a figure back to what it was made of: events, denominators, file, sheet, row."""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from analysis.codes import BANNER, Figure
from analysis.warehouse.snapshot import Snapshot

_NEAR = 5  # so many figures are named in the place of one that is not there
_MEASURES = {
    "accidents": pl.lit(1),
    "fatal_accidents": ((pl.col("deaths") + pl.col("missing")) > 0).cast(pl.Int64),
    "deaths": pl.col("deaths"),
    "missing": pl.col("missing"),
    "deaths_and_missing": pl.col("deaths") + pl.col("missing"),
    "injuries": pl.col("injuries"),
    "direct_loss_yuan": pl.col("direct_loss_yuan"),
}

_COUNTED = """
    select * from intermediate.int_events_counted
    where event_domain = ? and event_filter = ? and counted_region_id = ?
        and cast(occurred_at as date) > ? and cast(occurred_at as date) <= ?
    order by occurred_at, accident_no
"""


class NoSuchFigure(LookupError):
    """The published build holds no such figure; `near` are what it holds, in each language."""

    def __init__(self, near: str, near_en: str | None = None) -> None:
        super().__init__(near)
        self.near = {"zh": near, "en": near_en or near}


@dataclass(frozen=True)
class Trace:
    """One figure with its origin.

    Attributes:
        figure: its row of ``fct_indicator_rates``; `indicator` its row of ``dim_indicator``, `region`
            of ``dim_region``.
        events: what its count is the sum of: ``accident_no, occurred_at, place, counted``,
            ``path, source_sheet, source_row``.
        denominators: figures that its denominator is made of: ``period_end, value, path,
            source_sheet, source_cell``.
        corrections: corrections of the office among these rows.
    """

    figure: dict[str, object]
    indicator: dict[str, object]
    region: dict[str, object]
    code: str
    events: pl.DataFrame
    denominators: pl.DataFrame
    corrections: pl.DataFrame

    @property
    def counted(self) -> float:
        """Sum over the events, to be the figure's numerator."""
        return float(self.events["counted"].sum() or 0)


def find_indicator(marts: Snapshot, name: str) -> dict[str, object]:
    """An indicator by its id, its short code, or its Chinese name.

    Raises:
        NoSuchFigure: none; the message lists all.
    """
    indicators = marts["dim_indicator"]
    found = indicators.filter(
        (pl.col("indicator_id") == name)
        | (pl.col("code") == name.upper())
        | (pl.col("name_zh") == name)
    )
    if found.is_empty():
        named = indicators.sort("code").select(
            pl.format("{} {}", "code", "name_zh").str.join("、").alias("zh"),
            pl.format("{} {}", "code", "name_en").str.join(", ").alias("en"),
        )
        raise NoSuchFigure(*named.row(0))
    return found.row(0, named=True)


def find_region(marts: Snapshot, name: str) -> str:
    """The code of a region named by its code or its Chinese or English name.

    Raises:
        NoSuchFigure: none; the message lists the townships.
    """
    regions = marts["dim_region"]
    named = [pl.col(column) == name for column in ("region_id", "name_zh", "name_en")]
    found = regions.filter(pl.any_horizontal(named))
    if found.is_empty():
        raise NoSuchFigure("、".join(regions.filter(parent_id=BANNER)["name_zh"]))
    return found["region_id"][0]


def trace(marts: Snapshot, figure: Figure) -> Trace:
    """Where `figure` comes from.

    Raises:
        NoSuchFigure: no such indicator, or no row for the region and period.
    """
    indicator = find_indicator(marts, figure.indicator)
    own = marts["fct_indicator_rates"].filter(
        indicator_id=indicator["indicator_id"], region_id=figure.region_id
    )
    rows = own.filter(period_kind=figure.period_kind, period_end=figure.period_end)
    if rows.is_empty():
        latest = own.sort("period_end", "period_kind").tail(_NEAR)
        there = latest.select("period_kind", "period_end").iter_rows()
        codes = [Figure(str(indicator["code"]), figure.region_id, *of).code for of in there]
        raise NoSuchFigure(", ".join(codes) or "—")
    row = rows.row(0, named=True)
    paths = marts["dim_hand_in"].select("hand_in_id", "path")
    events = _events(marts, indicator, figure).join(paths, on="hand_in_id", how="left")
    denominators = _denominators(marts, indicator, figure, row).join(
        paths, on="hand_in_id", how="left"
    )
    touched = pl.concat([events.select("hand_in_id"), denominators.select("hand_in_id")]).unique()
    corrections = marts["fct_corrections"].join(touched, on="hand_in_id", how="semi")
    region = marts["dim_region"].row(
        by_predicate=pl.col("region_id") == figure.region_id, named=True
    )
    return Trace(row, indicator, region, figure.code, events, denominators, corrections)


def _events(marts: Snapshot, indicator: dict[str, object], figure: Figure) -> pl.DataFrame:
    end = figure.period_end
    first = _months_before(end, figure.months)
    which = [indicator["event_domain"], indicator["event_filter"], figure.region_id, first, end]
    with marts.connect() as warehouse:
        own = warehouse.execute(_COUNTED, which).pl()
    columns = ("accident_no", "occurred_at", "place", "hand_in_id", "source_sheet", "source_row")
    own = own.with_columns(counted=_MEASURES[indicator["measure"]])
    return own.filter(pl.col("counted") != 0).select(*columns, "counted")


def _months_before(end: date, months: int) -> date:
    """The last day of the month so many months before `end`."""
    month = end.year * 12 + end.month - 1 - months
    first_after = end.replace(year=(month + 1) // 12, month=(month + 1) % 12 + 1, day=1)
    return first_after - timedelta(days=1)


def _denominators(
    marts: Snapshot, indicator: dict[str, object], figure: Figure, row: dict[str, object]
) -> pl.DataFrame:
    own = (
        marts["fct_denominators"]
        .filter(series=indicator["denominator_series"], region_id=figure.region_id)
        .filter(pl.col("period_end") <= figure.period_end)
        .sort("period_end")
    )
    if row["denominator"] is None:
        return own.clear()  # too old, or a sum that is missing
    if indicator["denominator_basis"] != "flow":
        # the stock at the end, and for an average the one at the start
        ends = [figure.period_end]
        if indicator["denominator_basis"] == "average":
            ends.append(_months_before(figure.period_end, figure.months))
        parts = [own.filter(pl.col("period_end") <= end).tail(1) for end in ends]
        return pl.concat(parts).unique().sort("period_end")
    return own.filter(pl.col("period_end").is_in(_sums_used(figure)))


def _sums_used(figure: Figure) -> list[date]:
    """Ends of the sums since January that a flow over the period is made of."""
    end = figure.period_end
    if figure.period_kind in ("year", "ytd"):
        return [end]
    if figure.period_kind == "quarter":
        return [end] if end.month == 3 else [_months_before(end, 3), end]
    if end.month == 12:
        return [end]
    return [_months_before(end, 12), end.replace(year=end.year - 1, month=12, day=31), end]
