"""An indicator of one's own over two series that the warehouse already has, before it becomes a row of
``seeds/indicators.csv``."""

from collections.abc import Mapping

import polars as pl

from analysis.base.places import own_id
from analysis.base.settings import setting
from analysis.marts.snapshot import Snapshot
from analysis.statistics import compound_limits


def yearly_rates(marts: Snapshot, row: Mapping[str, str]) -> pl.DataFrame:
    """Yearly rates of the own region for an indicator described as a row of the seed.

    Args:
        row: ``numerator_series, denominator_series, denominator_basis, per``, as in
            ``seeds/indicators.csv``.

    Returns:
        One row a year with the columns of ``fct_indicator_rates`` (those that compare with other
        figures null): the rate per ``per`` of the denominator's unit, null where a term is missing;
        its limits as there, null where the numerator is no number of events.

    Raises:
        LookupError: no such series or basis; the message names what there is.
    """
    numerators = _years(marts, row["numerator_series"])
    denominators = _years(marts, row["denominator_series"], row["denominator_basis"])
    joined = numerators.join(denominators, on="period_end", suffix="_of_denominator").sort(
        "period_end"
    )
    is_complete = pl.col("is_complete") & (
        pl.col("is_complete_of_denominator") | (pl.col("basis_of_denominator") != "count")
    )
    per = float(row["per"])
    found = joined.select(
        "period_end",
        numerator="value",
        denominator=pl.when(pl.col("value_of_denominator") > 0).then("value_of_denominator"),
        is_complete=is_complete,
        is_provisional=pl.col("is_provisional") | pl.col("is_provisional_of_denominator"),
    )
    squares = _squares(joined["deaths_squared"].fill_null(0), found["numerator"])
    exposure = found.select(pl.when("is_complete").then("denominator")).to_series()
    limits = compound_limits(found["numerator"], squares, exposure, per=per)
    columns = {"rate": limits["rate"]}
    if _is_number_of_events(marts, row["numerator_series"]):
        columns |= {"rate_lower_95": limits["lower"], "rate_upper_95": limits["upper"]}
    return pl.concat(
        [marts["fct_indicator_rates"].clear(), found.with_columns(**columns)], how="diagonal"
    ).with_columns(region_id=pl.lit(own_id()), period_kind=pl.lit("year"))


def _squares(spread: pl.Series, count: pl.Series) -> pl.Series:
    """What the limits take as variance: more than the count only where the dispersion is above its
    bound."""
    bound = setting("dispersion_bound")
    return pl.select(pl.when(spread > count * bound).then(spread).otherwise(count)).to_series()


def _years(marts: Snapshot, series: str, basis: str | None = None) -> pl.DataFrame:
    every = marts.table("intermediate", "int_series_by_period").filter(series=series)
    if every.is_empty():
        raise LookupError(f"{series!r}: {', '.join(marts['dim_series']['series'])}")
    found = every.filter(region_id=own_id(), period_kind="year")
    found = found.filter(pl.col("basis") == basis) if basis else found.unique("period_end")
    if found.is_empty():
        raise LookupError(
            f"{series!r}, basis {basis!r}: {', '.join(every['basis'].unique().sort())}"
        )
    return found


def _is_number_of_events(marts: Snapshot, series: str) -> bool:
    measure = marts["dim_series"].filter(series=series)["measure"][0]
    counted = marts.table("reference", "measures").filter("is_number_of_events")["measure"]
    return measure in counted.to_list()
