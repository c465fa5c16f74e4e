"""A printed figure does not contradict what is said of it."""

import pytest

from analysis.messages.numbers import scaled, short


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


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (442_624.59, "44.26万辆", "442,600 辆"),
        (290_949, "29.09万辆", "290,900 辆"),
        (9_876.54, "9,876.54辆", "9,876.54 辆"),
        (1_234_567, "123.46万辆", "1.23 million 辆"),
    ],
)
def test_a_large_figure_is_as_exact_in_either_language(value: float, zh: str, en: str) -> None:
    assert (scaled(value, "辆", "zh"), scaled(value, "辆", "en")) == (zh, en)
