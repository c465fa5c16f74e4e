import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.statistics import compound_limits, rate_limits, rate_ratio, split_change

counts = st.integers(0, 500).map(float)
exposures = st.floats(1.0, 1e9)


def test_zero_has_an_upper_limit_and_no_denominator_no_rate() -> None:
    limits = rate_limits([0, 3, None, 3], [334_000, 0, 100, None], per=1e5)
    assert limits["lower"][0] == 0
    assert limits["upper"][0] == pytest.approx(1.1045, abs=1e-4)
    assert limits["rate"].to_list()[1:] == [None, None, None]


@pytest.mark.parametrize(("count", "confidence"), [(-1, 0.95), (3, 0), (3, 1)])
def test_what_is_no_count_or_no_confidence(count: float, confidence: float) -> None:
    with pytest.raises(ValueError, match="must"):
        rate_limits(count, 100, confidence=confidence)


@given(counts.filter(lambda count: count > 0))
def test_one_death_an_accident_has_the_exact_limits(count: float) -> None:
    exact, compound = rate_limits(count, 7.0), compound_limits(count, count, 7.0)
    assert compound.row(0) == pytest.approx(exact.row(0), rel=1e-12)


def test_five_deaths_at_once_are_one_event_five_times_over() -> None:
    one = rate_limits(1, 1.0).row(0)
    assert compound_limits(5, 25, 1.0).row(0) == pytest.approx(tuple(5 * part for part in one))


@given(counts, exposures, counts, exposures)
def test_the_parts_sum_to_the_change_and_swap_with_the_periods(
    x0: float, n0: float, x1: float, n1: float
) -> None:
    change, by_count, by_exposure = split_change(x0, n0, x1, n1).row(0)
    scale = max(x0 / n0, x1 / n1, abs(by_count), abs(by_exposure), 1e-300)
    assert math.isclose(by_count + by_exposure, change, rel_tol=1e-9, abs_tol=1e-12 * scale)
    back = split_change(x1, n1, x0, n0).row(0)
    assert back == pytest.approx((-change, -by_count, -by_exposure), rel=1e-9, abs=1e-12 * scale)


def test_a_ratio_on_a_zero_base_is_none_and_nothing_over_nothing_is_no_change() -> None:
    ratios = rate_ratio([3, 0], [100, 100], [0, 0], [100, 100])
    assert ratios["ratio"].to_list() == [None, None]
    assert ratios["upper"].to_list() == [math.inf, math.inf]
    assert ratios["p_value"][1] == 1


@given(st.integers(0, 60), st.integers(0, 60), exposures, exposures)
def test_one_sided_tails_of_the_ratio_overlap_in_the_observed_count(
    x1: int, x2: int, n1: float, n2: float
) -> None:
    smaller = rate_ratio(x1, n1, x2, n2, alternative="smaller")["p_value"][0]
    larger = rate_ratio(x1, n1, x2, n2, alternative="larger")["p_value"][0]
    assert smaller + larger >= 1 - 1e-9
