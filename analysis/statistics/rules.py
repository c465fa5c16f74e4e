"""Rules of process charts that see more than a single point beyond a limit (Shewhart's and
Western Electric's, as the NHS's plot-the-dots states them). Signs: 1 above or rising, -1 below."""

from collections.abc import Sequence

import numpy as np

_RUN = 7


def seven_on_one_side(side: Sequence[int]) -> list[int]:
    """1 at every point that ends a run of seven or more on one side of the mean.

    Args:
        side: n signs relative to the mean; 0 lies on it and ends a run.
    """
    run, flags = 0, []
    for at, sign in enumerate(side):
        run = run + 1 if at and sign == side[at - 1] and sign else int(sign != 0)
        flags.append(int(run >= _RUN))
    return flags


def seven_point_trend(values: Sequence[float]) -> list[int]:
    """1 or -1 at every point that ends a run of seven or more rising or falling values."""
    run, sign, flags = 1, 0, []
    for at, value in enumerate(values):
        step = int(np.sign(value - values[at - 1])) if at else 0
        run = run + 1 if step and step == sign else 2 if step else 1
        sign = step
        flags.append(step if run >= _RUN else 0)
    return flags


def two_in_three(close: Sequence[int], side: Sequence[int]) -> list[int]:
    """1 at every point of any three on one side of the mean of which two or more are `close`.

    Args:
        close: n flags, 1 between two thirds of the way and the limit.
        side: n signs relative to the mean.
    """
    flags = [0] * len(close)
    for at in range(len(close) - 2):
        window = slice(at, at + 3)
        if sum(map(bool, close[window])) >= 2 and len(set(side[window])) == 1:
            flags[window] = [1, 1, 1]
    return flags


def back_fill(flags: Sequence[int], run: int = _RUN) -> list[int]:
    """Mark, beside every flagged point, the points of the run that it ends."""
    filled = [0] * len(flags)
    for at, flag in enumerate(flags):
        if flag:
            start = max(0, at - run + 1)
            filled[start : at + 1] = [flag] * (at + 1 - start)
    return filled


def assurance(lower: float, upper: float, target: float, better: str = "lower") -> str:
    """Whether a process between its limits will meet a target.

    Returns:
        ``consistent_pass``, ``consistent_fail`` or ``inconsistent``.
    """
    if lower <= target <= upper:
        return "inconsistent"
    passes = upper < target if better == "lower" else lower > target
    return "consistent_pass" if passes else "consistent_fail"
