"""The calendar of hand-ins in the reader's language."""

from typing import NamedTuple

import polars as pl

from analysis.base.places import own_id, regions
from analysis.marts.code_names import named
from analysis.marts.departments import department
from analysis.messages import Lang, say

# What is not handed in: nothing came, what came does not count, or it came before its period was over.
NOT_HANDED_IN = ("missing", "rejected", "held", "early")


# the worst last, which is what a month of several hand-ins shows
STATUSES = ("not_due", "on_time", "late", "early", "held", "rejected", "missing")


class Month(NamedTuple):
    """The hand-ins of a form and month: the worst of their statuses, how many have it, and how many there are."""

    status: str
    having: int
    all: int

    def words(self, lang: Lang) -> str:
        """What a cell says: the status, and of several hand-ins how many have it."""
        said = say(f"calendar_cell_{self.status}", lang)
        if self.all == 1:
            return said
        code = "calendar_cell_each" if self.having == self.all else "calendar_cell_some"
        return say(code, lang, said=said, count=self.having, all=self.all)


def by_month(calendar: pl.DataFrame) -> dict[str, list[Month | None]]:
    """By form the months of a year; none where nothing is asked for.

    Args:
        calendar: rows of a year with ``name`` (see `worded_calendar`).
    """
    held: dict[tuple[str, int], list[str]] = {}
    for name, month, status in calendar.select(
        "name", pl.col("period_end").dt.month(), "status"
    ).rows():
        held.setdefault((name, month), []).append(status)
    found = {}
    for place, statuses in held.items():
        worst = max(statuses, key=STATUSES.index)
        found[place] = Month(worst, statuses.count(worst), len(statuses))
    names = sorted(calendar["name"].unique())
    return {name: [found.get((name, month)) for month in range(1, 13)] for name in names}


def counted_words(calendar: pl.DataFrame, year: int, lang: Lang) -> str:
    """How many hand-ins of a year there are, and how many have which status."""
    counts = {status: calendar.filter(status=status).height for status in STATUSES}
    return say("chart_calendar", lang, year=year, all=calendar.height, **counts)


def worded_calendar(calendar: pl.DataFrame, departments: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    """`calendar` with ``name`` of the form, ``department`` with its part, and with its place where
    that is not the own region, and ``said``, the name of the status.

    Args:
        calendar: rows of ``fct_hand_in_calendar``; departments: ``dim_department``.
    """

    def giver(row: dict[str, str]) -> str:
        name = row["department"]
        if row["part"]:
            name = say("giver_of_part", lang, department=name, part=row["part"])
        if (region := row["reporting_region_id"]) == own_id():
            return name
        return say("giver_of_place", lang, department=name, place=regions()[region].name(lang))

    about = pl.struct(department(departments, lang), "part", "reporting_region_id")
    return calendar.with_columns(
        about.map_elements(giver, pl.String).alias("department"),
        named("calendar_status", "status", lang).alias("said"),
        name=f"form_{lang}",
    )
