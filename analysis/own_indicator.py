"""An indicator of one's own over events and denominators that the warehouse already has, before it
becomes a row of ``seeds/indicators.csv``."""

from typing import Any

import polars as pl

from analysis.places import own_id
from analysis.rates import rate_limits
from analysis.warehouse.snapshot import Snapshot


def yearly_rates(marts: Snapshot, row: dict[str, Any]) -> pl.DataFrame:
    """Yearly rates of the banner for an indicator described as a row of the seed.

    Args:
        row: ``event_domain, event_filter, measure, denominator_series, denominator_basis, per``,
            as in ``seeds/indicators.csv``.

    Returns:
        One row a year: ``period_end, numerator, denominator, rate`` (per ``per`` of the
        denominator's unit), ``rate_lower_95, rate_upper_95`` (exact Poisson; null for money),
        ``is_complete, is_provisional``; the rate is null where a month or the denominator is missing.

    Raises:
        LookupError: no events of that domain and filter, or no such denominator.
    """
    events = marts.table("intermediate", "int_events_by_period").filter(
        event_domain=row["event_domain"], event_filter=row["event_filter"],
        region_id=own_id(), period_kind="year", origin="hand_in",
    )  # fmt: skip
    if events.is_empty():
        raise LookupError(
            f"event_domain {row['event_domain']!r}, event_filter {row['event_filter']!r}"
        )
    denominators = marts.table("intermediate", "int_denominators_by_period").filter(
        series=row["denominator_series"], basis=row["denominator_basis"],
        region_id=own_id(), period_kind="year",
    )  # fmt: skip
    if denominators.is_empty():
        raise LookupError(f"denominator_series {row['denominator_series']!r}")
    joined = events.join(denominators, on="period_end", how="left").sort("period_end")
    found = joined.select(
        "period_end",
        numerator=pl.col(row["measure"]),
        denominator=pl.when("is_complete").then("value"),
        is_complete="is_complete",
        is_provisional=pl.col("is_provisional").fill_null(False),
    )
    limits = rate_limits(found["numerator"], found["denominator"], per=float(row["per"]))
    is_money = row["measure"] == "direct_loss_yuan"  # money is no count: no Poisson limits fit it
    return found.with_columns(
        rate=limits["rate"],
        rate_lower_95=None if is_money else limits["lower"],
        rate_upper_95=None if is_money else limits["upper"],
    ).cast({"rate_lower_95": pl.Float64, "rate_upper_95": pl.Float64})
