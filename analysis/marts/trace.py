"""From a figure back to what it was made of: events, denominators, file, sheet, row."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Template
from typing import get_args

import duckdb
import polars as pl

from analysis.base.text import likeness, squeeze
from analysis.marts.figure_codes import Figure
from analysis.marts.region_names import region_names
from analysis.marts.rows import (
    IndicatorRow,
    RateRow,
    RegionRow,
    SeriesRow,
    rows_of,
)
from analysis.marts.snapshot import Snapshot
from analysis.messages import Lang

_NEAR = 5  # so many figures are named in the place of one that is not there
# Accidents of a series in the months that a period is made of, at places within a region.
_COUNTED = """
    select accidents.* from marts.fct_accidents as accidents
    inner join intermediate.int_regions as regions
        on accidents.region_id = regions.region_id and regions.is_within and regions.related_region_id = $region
    inner join intermediate.int_period_terms as terms
        on terms.basis = 'count' and terms.period_kind = $kind and terms.period_end = $end
        and terms.moment = last_day(cast(accidents.occurred_at as date))
    where accidents.domain = $domain
    order by accidents.occurred_at, accidents.accident_no
"""
_WARNED = """
    select warning_no as accident_no, warned_at as occurred_at, place, hand_in_id, source_sheet, source_row,
        1 as warnings, cast(closed_at is not null as bigint) as warnings_closed
    from staging.stg_warnings as warned
    left join intermediate.int_regions as places
        on warned.place = places.name_zh and places.is_only_name and warned.reporting_region_id = places.related_region_id and places.is_within
    inner join intermediate.int_regions as regions
        on coalesce(places.region_id, warned.reporting_region_id) = regions.region_id
        and regions.is_within and regions.related_region_id = $region
    inner join intermediate.int_period_terms as terms
        on terms.basis = 'count' and terms.period_kind = $kind and terms.period_end = $end
        and terms.moment = last_day(cast(warned_at as date))
    qualify row_number() over (
        partition by reporting_region_id, warning_no order by warned_at, source_row
    ) = 1
    order by warned_at
"""
# Cells of the region itself; of a sum over reporting places, which has none, those of each.
_MEASURED = """
    select terms.value_date as period_end, cells.value, terms.weight, cells.hand_in_id, cells.source_sheet, cells.source_cell
    from intermediate.int_measured_terms as terms
    inner join intermediate.int_measured as whole
        on terms.series = whole.series and terms.region_id = whole.region_id and terms.value_date = whole.period_end
    inner join intermediate.int_measured as cells
        on whole.series = cells.series and whole.period_end = cells.period_end
        and case when whole.source_sheet is not null then cells.region_id = whole.region_id else cells.origin = 'hand_in'
            and cells.region_id in (
                select related_region_id from intermediate.int_regions
                where region_id = $region and related_reports and not is_within
            ) end
    where terms.series = $series and terms.basis = $basis and terms.region_id = $region
        and terms.period_kind = $kind and terms.period_end = $end
    order by terms.moment, cells.region_id
"""
_PUBLISHED = """
    select figures.period_end as occurred_at, figures.value as counted, figures.figure_id as source_sheet
    from intermediate.int_counts_by_period as counts
    inner join intermediate.int_period_terms as terms using (period_kind, period_end)
    inner join staging.stg_published_figures as figures
        on counts.series = figures.series and counts.region_id = figures.region_id
        and terms.moment = figures.period_end and terms.basis = figures.period_kind || '_count'
    where counts.origin = 'published' and counts.series = $series and counts.region_id = $region
        and counts.period_kind = $kind and counts.period_end = $end
    order by figures.period_end
"""
_SEED = "seeds/published_figures.csv"


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
            its name in each language.
        events: what its count is the sum of: ``accident_no, occurred_at, place, counted``,
            ``path, source_sheet, source_row, source``.
        denominators: figures that its denominator is made of: ``period_end, value, path,
            source_sheet, source_cell, source``.
        published: the same rate as others published it: ``value, path, source_sheet, source``.
            Of what was published, `path` is the seed, `source_sheet` its key, `source` who said so.
        corrections: corrections of the office among these rows.
    """

    figure: RateRow
    indicator: IndicatorRow
    region: Mapping[Lang, str]
    code: str
    events: pl.DataFrame
    denominators: pl.DataFrame
    published: pl.DataFrame
    corrections: pl.DataFrame

    @property
    def counted(self) -> float:
        """Sum over the events, to be the figure's numerator."""
        return float(self.events["counted"].sum() or 0)


def find_indicator(marts: Snapshot, name: str) -> IndicatorRow:
    """An indicator by its id, its short code, or its Chinese or English name.

    Raises:
        NoSuchFigure: none; the message lists all, the most like first.
    """
    asked = squeeze(name).lower()
    rows = marts.rows(IndicatorRow)
    for row in rows:
        if asked in (squeeze(text).lower() for text in names_of_indicator(row)):
            return row
    rows.sort(key=lambda row: (-likeness(name, names_of_indicator(row)), row["code"]))
    raise NoSuchFigure(
        "、".join(f"{row['code']} {row['name_zh']}" for row in rows),
        ", ".join(f"{row['code']} {row['name_en']}" for row in rows),
    )


def names_of_indicator(row: IndicatorRow) -> tuple[str, ...]:
    """What an indicator may be asked for by."""
    return row["code"], row["indicator_id"], row["name_zh"], row["name_en"]


def find_region(marts: Snapshot, name: str) -> str:
    """The code of a region named by its code or its Chinese or English name.

    Raises:
        NoSuchFigure: none, where the message lists all, the most like first; or more than one, where it lists these.
    """
    rows = marts.rows(RegionRow)
    zh, en = region_names(rows, "zh"), region_names(rows, "en")
    for names in (zh, en):
        if exact := [code for code, own in names.items() if name in (code, own)]:
            return exact[0]
    there = [row["region_id"] for row in rows if name in (row["name_zh"], row["name_en"])]
    there = there or sorted(zh, key=lambda code: -likeness(name, (zh[code], en[code])))
    raise NoSuchFigure("、".join(zh[c] for c in there), ", ".join(en[c] for c in there))


def trace(marts: Snapshot, figure: Figure) -> Trace:
    """Where `figure` comes from; one that was only published as such has neither count nor
    denominator here.

    Raises:
        NoSuchFigure: no such indicator, or no row for the region and period.
    """
    indicator = find_indicator(marts, figure.indicator)
    of = {"indicator_id": indicator["indicator_id"], "region_id": figure.region_id}
    period = {"period_kind": figure.period_kind, "period_end": figure.period_end}
    own = marts["fct_indicator_rates"].filter(**of)
    rows = own.filter(**period)
    published = _published(marts).filter(kind="rate", **of, **period)
    if rows.is_empty():
        alone = published.select(*of, *period, rate="value", origin=pl.lit("published"))
        rows = pl.concat([rows, alone], how="diagonal")
    if rows.is_empty():
        latest = own.sort("period_end", "period_kind").tail(_NEAR)
        there = latest.select("period_kind", "period_end").iter_rows()
        codes = [Figure(indicator["code"], figure.region_id, *at).code for at in there]
        raise NoSuchFigure(", ".join(codes) or "—")
    row = rows_of(rows, RateRow)[0]
    denominator = indicator["denominator_series"], indicator["denominator_basis"]
    events = _located(marts, _counted(marts, indicator["numerator_series"], figure))
    denominators = _located(marts, _measured(marts, *denominator, figure))
    if row["denominator"] is None:
        denominators = denominators.clear()  # too old, or a sum that is missing
    touched = pl.concat([events.select("hand_in_id"), denominators.select("hand_in_id")]).unique()
    corrections = marts["fct_corrections"].join(touched, on="hand_in_id", how="semi")
    region = {lang: marts.region_names(lang)[figure.region_id] for lang in get_args(Lang)}
    published = published.select("value", "path", "source_sheet", "source")
    return Trace(row, indicator, region, figure.code, events, denominators, published, corrections)


def _published(marts: Snapshot) -> pl.DataFrame:
    """What others published, with the row of the seed and the source."""
    figures = marts.table("staging", "stg_published_figures")
    return figures.rename({"figure_id": "source_sheet", "title": "source"}).with_columns(
        path=pl.lit(_SEED)
    )


def _located(marts: Snapshot, found: pl.DataFrame) -> pl.DataFrame:
    """`found` with the file that each row is of, or the seed and the source."""
    paths = marts["dim_hand_in"].select("hand_in_id", "path")
    seed = _published(marts).select("source_sheet", "source", seed="path")
    found = found.join(paths, on="hand_in_id", how="left").join(seed, on="source_sheet", how="left")
    is_of_file = pl.col("hand_in_id").is_not_null()  # a sheet may be named like a key of the seed
    return found.with_columns(
        path=pl.when(is_of_file).then("path").otherwise("seed"),
        source=pl.when(~is_of_file).then("source"),
    ).drop("seed")


def _counted(marts: Snapshot, name: str, figure: Figure) -> pl.DataFrame:
    """What the count of a series is the sum of; a flow or stock is the sum of its own terms."""
    (series,) = marts.rows(SeriesRow, series=name)
    columns = ("accident_no", "occurred_at", "place", "hand_in_id", "source_sheet", "source_row")
    which = {"region": figure.region_id, "kind": figure.period_kind, "end": figure.period_end}
    with marts.connect() as warehouse:
        published = _found(warehouse, _PUBLISHED, which | {"series": name})
        if series["event_domain"] == "warnings":
            own = _found(warehouse, _WARNED, which)
        else:
            own = _found(warehouse, _COUNTED, which | {"domain": series["event_domain"]})
    if series["kind"] != "count":
        terms = _measured(marts, name, "flow" if series["kind"] == "flow" else "end", figure)
        found = terms.with_columns(
            counted=pl.col("value") * pl.col("weight"),
            occurred_at="period_end",
            accident_no=pl.lit(None),
            place=pl.lit(None),
            source_row="source_cell",
        )
        return found.select(*columns, "counted")
    if column := series["filter_column"]:
        values = _spellings(marts, column, series["filter_value"] or "")
        own = own.filter(pl.col(column).cast(pl.String).str.to_lowercase().is_in(values))
    measure = series["measure"]
    counted = pl.col(measure) if measure and measure in own.columns else pl.lit(1)
    own = own.with_columns(counted=counted).filter(pl.col("counted") != 0)
    return pl.concat([own.select(*columns, "counted"), published], how="diagonal_relaxed")


def _found(
    warehouse: duckdb.DuckDBPyConnection, query: str, which: Mapping[str, object]
) -> pl.DataFrame:
    """What `query` finds of `which` figure. Its values are written in: of parameters DuckDB asks whether they
    are pandas', which takes half a second to load."""
    words = {name: "'" + str(value).replace("'", "''") + "'" for name, value in which.items()}
    return pl.DataFrame(warehouse.sql(Template(query).substitute(words)))


def _spellings(marts: Snapshot, column: str, value: str) -> list[str]:
    """A filter's value; of a grade also the code of its Chinese name."""
    if column != "grade":
        return [value.lower()]
    grades = marts.table("reference", "accident_grades").filter(name_zh=value)
    return [value.lower(), *grades["grade"]]


def _measured(marts: Snapshot, series: str, basis: str, figure: Figure) -> pl.DataFrame:
    """The terms of a flow or stock; of a count, its sum by hand-in."""
    which = {"series": series, "basis": basis, "region": figure.region_id}
    period = {"kind": figure.period_kind, "end": figure.period_end}
    with marts.connect() as warehouse:
        found = _found(warehouse, _MEASURED, which | period)
    if basis != "count":
        return found
    by_hand_in = _counted(marts, series, figure).group_by(
        "hand_in_id", "source_sheet", maintain_order=True
    )
    return by_hand_in.agg(
        period_end=pl.col("occurred_at").max().cast(pl.Date),
        value=pl.col("counted").sum(),
        weight=pl.lit(1.0),
        source_cell=pl.lit(None, pl.String),
    )
