"""From a figure back to what it was made of: events, denominators, file, sheet, row."""

from dataclasses import dataclass

import polars as pl

from analysis.codes import Figure
from analysis.places import own_id
from analysis.warehouse.snapshot import Snapshot

# Accidents of a series in the months that a period is made of, at places within a region.
_COUNTED = """
    select accidents.* from marts.fct_accidents as accidents
    inner join intermediate.int_regions as regions
        on accidents.region_id = regions.region_id and regions.is_above and regions.other_id = $region
    inner join intermediate.int_period_terms as terms
        on terms.basis = 'count' and terms.period_kind = $kind and terms.period_end = $end
        and terms.moment = last_day(cast(accidents.occurred_at as date))
    where accidents.domain = $domain
    order by accidents.occurred_at, accidents.accident_no
"""
_MEASURED = """
    select period_kind, value_date as period_end, value, weight, hand_in_id, source_sheet, source_cell
    from intermediate.int_measured_terms
    where series = $series and basis = $basis and region_id = $region
        and period_kind = $kind and period_end = $end
    order by moment
"""


class NoSuchFigure(LookupError):
    """The published build holds no such figure."""


@dataclass(frozen=True)
class Trace:
    """One figure with its origin.

    Attributes:
        figure: its row of ``fct_indicator_rates``; `indicator` its row of ``dim_indicator``.
        events: what its count is the sum of: ``accident_no, occurred_at, place, counted``,
            ``path, source_sheet, source_row``.
        denominators: figures that its denominator is made of: ``period_end, value, path,
            source_sheet, source_cell``.
        corrections: corrections of the office among these rows.
    """

    figure: dict[str, object]
    indicator: dict[str, object]
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
        every = (
            indicators.sort("code").select(pl.format("{} {}", "code", "indicator_id")).to_series()
        )
        raise NoSuchFigure(", ".join(every))
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
        raise NoSuchFigure("、".join(regions.filter(parent_id=own_id())["name_zh"]))
    return found["region_id"][0]


def trace(marts: Snapshot, figure: Figure) -> Trace:
    """Where `figure` comes from.

    Raises:
        NoSuchFigure: no such indicator, or no row for the region and period.
    """
    indicator = find_indicator(marts, figure.indicator)
    rows = marts["fct_indicator_rates"].filter(
        indicator_id=indicator["indicator_id"], region_id=figure.region_id,
        period_kind=figure.period_kind, period_end=figure.period_end,
    )  # fmt: skip
    if rows.is_empty():
        raise NoSuchFigure(figure.code)
    row = rows.row(0, named=True)
    paths = marts["dim_hand_in"].select("hand_in_id", "path")
    events = _events(marts, indicator, figure).join(paths, on="hand_in_id", how="left")
    below = str(indicator["denominator_series"]), str(indicator["denominator_basis"])
    denominators = _measured(marts, *below, figure)
    if row["denominator"] is None:
        denominators = denominators.clear()  # too old, or a sum that is missing
    denominators = denominators.join(paths, on="hand_in_id", how="left")
    touched = pl.concat([events.select("hand_in_id"), denominators.select("hand_in_id")]).unique()
    corrections = marts["fct_corrections"].join(touched, on="hand_in_id", how="semi")
    return Trace(row, indicator, figure.code, events, denominators, corrections)


def _events(marts: Snapshot, indicator: dict[str, object], figure: Figure) -> pl.DataFrame:
    series = marts["dim_series"].filter(series=indicator["numerator_series"]).row(0, named=True)
    which = {"region": figure.region_id, "kind": figure.period_kind, "end": figure.period_end}
    with marts.connect() as warehouse:
        own = warehouse.execute(_COUNTED, which | {"domain": series["event_domain"]}).pl()
    if column := series["filter_column"]:
        own = own.filter(pl.col(column).cast(pl.String) == series["filter_value"])
    measure = series["measure"]
    counted = pl.lit(1) if measure not in own.columns else pl.col(measure)
    columns = ("accident_no", "occurred_at", "place", "hand_in_id", "source_sheet", "source_row")
    return own.with_columns(counted=counted).filter(pl.col("counted") != 0).select(*columns, "counted")


def _measured(marts: Snapshot, series: str, basis: str, figure: Figure) -> pl.DataFrame:
    which = {"series": series, "basis": basis, "region": figure.region_id}
    period = {"kind": figure.period_kind, "end": figure.period_end}
    with marts.connect() as warehouse:
        found = warehouse.execute(_MEASURED, which | period).pl()
    return found.drop("period_kind").unique(maintain_order=True)
