"""Known years give known verdicts, for reasons that are said."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl
import pytest

from analysis.base.settings import PROJECT
from analysis.conclusions.plan_years import part_of_year, sides_at
from analysis.conclusions.verdicts import Sides, Year, accident_size, judge

SETTINGS = dict(pl.read_csv(PROJECT / "seeds/settings.csv").select("setting", "value").iter_rows())


def years(first: int, counts: Sequence[float], segment: str | None = "all") -> list[Year]:
    return [Year(first + at, count, 1.0, count, segment) for at, count in enumerate(counts)]


def plan(before: Sequence[float], now: Sequence[float]) -> Sides:
    return Sides(now=years(2024, now), before=years(2021, before))


@pytest.mark.parametrize(
    ("before", "now", "verdict", "reason"),
    [
        ([40, 38, 42], [20, 18, 22], "improving", None),
        ([20, 18, 22], [40, 38, 42], "worsening", None),
        ([20, 18, 22], [20, 21, 19], "no_clear_change", None),
        ([20, 18, 22], [13, 16, 14], "probably_improving", None),
        ([13, 16, 14], [20, 18, 22], "probably_worsening", None),
        ([1, 0, 2], [1, 0, 1], "too_few", "few_events"),
        ([0, 0, 0], [0, 0, 0], "too_few", "few_events"),
        ([9, 8, 9], [0, 0, 0], "improving", None),
        ([0, 0, 0], [9, 8, 9], "worsening", None),
        ([20], [5, 5, 5], "too_short", "no_years_before"),
        ([20, 21, 22], [], "too_short", "no_years_since"),
        ([400, 440], [440], "no_clear_change", None),
    ],
)
def test_known_years(
    before: list[float], now: list[float], verdict: str, reason: str | None
) -> None:
    judged = judge(plan(before, now), "lower", SETTINGS)
    assert (judged.verdict, judged.reason) == (verdict, reason)
    mirrored = judge(plan(before, now), "higher", SETTINGS).verdict
    swapped = {"improving": "worsening", "worsening": "improving"}
    swapped |= {f"probably_{one}": f"probably_{other}" for one, other in swapped.items()}
    assert mirrored == swapped.get(verdict, verdict)


def test_nine_quiet_years_and_one_bus_are_one_event() -> None:
    bus = replace(Year(2024, 22, 1.0), squares=22.0**2)
    sides = Sides(now=[bus], before=years(2021, [0, 1, 0]), earlier=years(2015, [1, 0, 0, 1, 0, 1]))
    assert judge(sides, "lower", SETTINGS).verdict == "too_few"


@pytest.mark.parametrize(
    ("later", "counts_more", "verdict", "reason"),
    [
        ([25, 24], True, "improving", "even_so_counted"),  # fewer by a wider definition
        ([25, 24], False, "no_clear_change", "before_break_only"),
        ([130, 135], False, "worsening", "even_so_counted"),  # more by a narrower one
        ([130, 135], True, "no_clear_change", "before_break_only"),
        ([25, 24], None, "no_clear_change", "before_break_only"),
    ],
)
def test_a_changed_definition_decides_only_what_it_cannot_feign(
    later: list[float], counts_more: bool | None, verdict: str, reason: str
) -> None:
    sides = Sides(
        now=years(2024, [56]) + years(2025, later, "new"), before=years(2021, [60, 58, 62])
    )
    judged = judge(sides, "lower", SETTINGS, counts_more)
    assert (judged.verdict, judged.reason) == (verdict, reason)


def test_nothing_alike_on_both_sides_is_not_judged() -> None:
    sides = Sides(now=years(2024, [40, 41], "new"), before=years(2021, [40, 38, 42]))
    judged = judge(sides, "lower", SETTINGS, True)
    assert (judged.verdict, judged.reason) == ("definition_changed", "broken")


def test_the_plan_is_set_against_its_baseline_and_earlier_years_against_the_three_before() -> None:
    every = years(2012, [10] * 15)

    def spans(year: int) -> list[tuple[int, int]]:
        sides = sides_at(year, every, SETTINGS)
        return [(side[0].year, side[-1].year) for side in (sides.now, sides.before)]

    assert spans(2024) == [(2024, 2024), (2021, 2023)]
    assert spans(2026) == [(2024, 2026), (2021, 2023)]
    assert spans(2020) == [(2018, 2020), (2015, 2017)]
    assert [year.year for year in sides_at(2020, every, SETTINGS).earlier] == [2012, 2013, 2014]


def test_the_months_so_far_weigh_what_they_did_in_the_years_before() -> None:
    whole = [Year(2021 + at, 120, 1000.0) for at in range(3)]
    spring = [Year(2021 + at, 60, 1000.0) for at in range(3)]  # half of the year in three months
    part = part_of_year(Year(2024, 30, 1000.0), 3, spring, whole)
    assert part is not None
    assert part.length == pytest.approx(0.5, abs=0.01)
    assert part.weight == pytest.approx(0.5, abs=0.01)
    # of a flow, the months' own denominator is a part already
    flows = [replace(year, denominator=200.0) for year in spring]
    part = part_of_year(Year(2024, 30, 200.0), 3, flows, whole)
    assert part is not None
    assert part.denominator * part.weight == pytest.approx(500, rel=0.02)


def test_a_running_year_needs_the_same_months_of_a_year_before() -> None:
    whole = years(2021, [12, 12, 12])
    some = part_of_year(Year(2024, 3, 1.0), 3, years(2022, [3, 3]), whole)
    assert some == part_of_year(Year(2024, 3, 1.0), 3, years(2022, [3, 3]), whole[1:])
    assert some is not None
    assert part_of_year(Year(2024, 3, 1.0), 3, years(2018, [3, 3]), whole) is None
    assert part_of_year(Year(2024, 3, 1.0), 3, [], []) is None


def test_where_squares_are_unknown_the_others_tell_the_size_of_accidents() -> None:
    known = [Year(2021 + at, 10, 1.0, 50.0) for at in range(3)]
    unknown = [Year(2024 + at, 10, 1.0, None) for at in range(2)]
    assert accident_size([*known, *unknown]) == 5.0
    assert accident_size(unknown) == 1.0
