"""What the functions take for a column: a polars series, a list, an array or one number."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

Column = pl.Series | Sequence[float | None] | NDArray[np.float64] | float | None
Floats = NDArray[np.float64]


def as_floats(*columns: Column) -> list[Floats]:
    """Float arrays of one common length; nulls become NaN.

    Raises:
        ValueError: columns of different lengths (a single number fits any).
    """
    arrays = [_as_array(column) for column in columns]
    return [np.array(array) for array in np.broadcast_arrays(*arrays)]


def _as_array(column: Column) -> Floats:
    if isinstance(column, pl.Series):
        return column.cast(pl.Float64).to_numpy()
    return np.atleast_1d(np.asarray(column, dtype=np.float64))


def frame(**columns: Floats) -> pl.DataFrame:
    """A polars frame; NaN becomes null."""
    return pl.DataFrame(columns).fill_nan(None)
