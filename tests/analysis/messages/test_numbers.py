"""A printed figure does not contradict what is said of it."""

import pytest

from analysis.messages.numbers import short


@pytest.mark.parametrize(
    ("value", "beside", "printed"),
    [
        (5.003, 5, "5.003"),
        (4.99996, 5, "4.99996"),
        (5.004, 5.003, "5.004"),
        (5, 5, "5"),
        (88.914, 90, "88.91"),
        (88.914, None, "88.91"),
        (5 + 1e-13, 5, "5"),
        (None, 5, "—"),
    ],
)
def test_rounding_does_not_hide_on_which_side_of_its_bound_a_figure_is(
    value: float | None, beside: float | None, printed: str
) -> None:
    assert short(value, beside) == printed
