"""A row that states a share beside the two figures that it is the share of."""

from decimal import Decimal

from analysis.forms.rules import RowRatio
from analysis.reading.rows import DataRow

_PER = (1, 100, 1_000, 10_000)  # a share is written as such, in percent, or per so many
_ROUNDED = Decimal("0.011")  # to so much of itself, or so much in its own unit
_STEP = Decimal("0.11")


def ratio_contradicts(row: DataRow, rule: RowRatio) -> bool:
    """Whether the stated share is none of its own halves, or the part is more than the whole."""
    part, whole, stated = map(row.figure, (rule.numerator, rule.denominator, rule.value))
    if part is None or whole is None:
        return False
    if whole == 0 or part > whole:
        return part > whole
    if stated is None:
        return False
    worked_out = (part / whole * per for per in _PER)
    return all(abs(own - stated) > max(_STEP, _ROUNDED * abs(stated)) for own in worked_out)
