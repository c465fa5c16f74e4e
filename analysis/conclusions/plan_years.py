"""Which years a verdict sets against which: the plan's against its baseline, or three against three."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from analysis.conclusions.verdicts import Sides, Year

_MONTHS = 12


def is_of_plan(year: int, settings: Mapping[str, float]) -> bool:
    """Whether what is judged at `year` is the plan: the years after its baseline."""
    return year > settings["baseline_last_year"]


def sides_at(year: int, years: Sequence[Year], settings: Mapping[str, float]) -> Sides:
    """The years that are compared at the end of `year`, of those that there are."""
    pooled = int(settings["pooled_years"])
    first_now, first, last = year - pooled + 1, year - 2 * pooled + 1, year - pooled
    if is_of_plan(year, settings):
        first, last = int(settings["baseline_first_year"]), int(settings["baseline_last_year"])
        first_now = max(first_now, last + 1)
    return Sides(
        now=[one for one in years if first_now <= one.year <= year],
        before=[one for one in years if first <= one.year <= last],
        earlier=[one for one in years if one.year < first],
    )


def part_of_year(
    part: Year, months: int, same_months: Sequence[Year], whole: Sequence[Year]
) -> Year | None:
    """`part`, the first `months` of a year, as it counts beside whole years: by the share of the
    events, and by the rate, that these months had in the years before, and one event a month more.

    Args:
        same_months: of years before, the same months; whole: years before, whole.

    Returns:
        None where no year before has both.
    """
    part_of = {year.year: year for year in same_months}
    whole = [year for year in whole if year.year in part_of]
    parts = [part_of[year.year] for year in whole]
    if not whole:
        return None
    events, events_whole = (sum(year.events for year in side) for side in (parts, whole))
    exposure, exposure_whole = (sum(year.denominator for year in side) for side in (parts, whole))
    share = (events + months) / (events_whole + _MONTHS)
    return replace(part, length=share, weight=share * exposure_whole / exposure)
