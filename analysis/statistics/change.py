"""A change of a rate split into what its two halves did."""

import polars as pl

from analysis.statistics.columns import Column, as_floats, frame


def split_change(
    count0: Column, exposure0: Column, count1: Column, exposure1: Column, per: float = 1.0
) -> pl.DataFrame:
    """Split ``rate1 - rate0`` exactly into a numerator part and a denominator part.

    Each half is changed at the mean of the other's two states (Kitagawa 1955; Das Gupta 1993).
    The parts sum to the change, and swap sign when the periods are swapped; defined at zero counts.

    Args:
        count0, exposure0: events and denominator before, n values; exposures above zero.
        count1, exposure1: the same after.
        per: units of the denominator that the rate is given for.

    Returns:
        n rows of ``change``, ``numerator_part``, ``denominator_part`` in the rate's unit.
    """
    x0, n0, x1, n1 = as_floats(count0, exposure0, count1, exposure1)
    by_count = (x1 - x0) * (1 / n0 + 1 / n1) / 2 * per
    by_exposure = (1 / n1 - 1 / n0) * (x0 + x1) / 2 * per
    return frame(
        change=(x1 / n1 - x0 / n0) * per, numerator_part=by_count, denominator_part=by_exposure
    )
