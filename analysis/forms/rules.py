"""What a form says of its periods and of the figures in its rows beside the columns themselves."""

from typing import Literal

from pydantic import Field

from analysis.forms.column import Bound, Strict
from analysis.forms.periods import Period


class PeriodRule(Strict):
    """Which periods a file of this form may cover; cumulative ones start in January."""

    kind: Literal["month", "quarter", "year"]
    cumulative: bool = False

    def settle(self, named: Period) -> Period | None:
        """The period meant by the one that a file name gives, or ``None`` if it does not fit."""
        step = {"month": 1, "quarter": 3, "year": 12}[self.kind]
        if self.cumulative:
            fits = named.end.month % step == 0
            return Period(named.start.replace(month=1), named.end) if fits else None
        return named if named.months == step and named.end.month % step == 0 else None


class RowTotal(Strict):
    """A column that must equal the sum of others in each row."""

    total: str
    parts: list[str]


class RowRatio(Strict):
    """A column that must be the share, in any unit, of one in another of the same row; `name` is the
    column that says which target it is of."""

    value: str
    numerator: str
    denominator: str
    name: str


class RowSum(Strict):
    """A row that is the sum of others in a column; `key` says which row is which."""

    key: str
    column: str
    total: str
    parts: list[str]


class PartTotal(Strict):
    """Columns whose row of the banner must be the sum of the rows of its parts."""

    columns: list[str] = Field(min_length=1)
    place: str


class Plausibility(Strict):
    """When a value is too far off for the file to be published unseen.

    ``compare: each`` sets every value beside its neighbours in time (`at` a month column, or the
    end of the file's period), apart for each `by`; ``mean`` sets the mean over a file's rows
    beside those of other files. `low` and `high` are the orders of magnitude that the value (by
    month where `per_month`) can have at all, for a file without neighbours; `never_falls` is for
    sums since January.
    """

    column: str
    compare: Literal["each", "mean"]
    at: str | None = None
    by: str | None = None
    where: dict[str, str] = Field(default_factory=dict)
    per_month: bool = False
    never_falls: bool = False
    low: Bound
    high: Bound
    max_ratio: float = Field(gt=1)
    min_ratio: float = Field(gt=0, lt=1)


class Feed(Strict):
    """Where a flow or stock stands in a form: the column of its values, of its moments (`at`, or the
    end of the file's period) and of its places (`by`, or the place that hands it in), in rows whose
    columns hold one of the values of `where` (``null``: nothing stated)."""

    column: str
    at: str | None = None
    by: str | None = None
    where: dict[str, list[str | None]] = Field(default_factory=dict)
