"""What one column of a form is called, holds and may hold."""

from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal

import polars as pl
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from analysis.base.text import squeeze
from analysis.forms.units import BASE_UNITS, Unit, parse_unit, split_header
from analysis.forms.words import TARGET, words_of

ColumnType = Literal[
    "code",
    "word",
    "organisation",
    "stated",
    "category",
    "place",
    "datetime",
    "month",
    "count",
    "quantity",
    "number",
    "yes_no",
]
_DTYPES: dict[ColumnType, pl.DataType] = {
    "stated": pl.Boolean(),
    "datetime": pl.Datetime("us"),
    "month": pl.Date(),
    "count": pl.Int64(),
    "quantity": pl.Decimal(38, 6),
    "number": pl.Decimal(38, 6),
    "yes_no": pl.Boolean(),
}
Blank = Literal["zero", "null", "error"]
# YAML gives 1e11 as text and 0.1 as a float; both are meant exactly.
Bound = Annotated[Decimal, BeforeValidator(lambda value: Decimal(str(value)))]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(Strict):
    """One column of a form.

    Attributes:
        headers: synonyms; white space, width and a unit in brackets do not matter.
        type: what a cell holds; a personal column needs none, as it is never kept. There is no
            type for free text: a ``word`` is kept if its `vocabulary` knows it, an ``organisation``
            if it is written like the name of one, a ``code`` if it is written like a number of a
            document, and of a ``stated`` column only whether anything stands in it.
        vocabulary: kind of words in ``seeds/vocabulary.csv``, or ``target``.
        required: a file without this column is rejected.
        unit: base unit that values are kept in; the file's own unit is read and converted.
        default_unit: unit of a file that names none, only where a form has one by its nature.
        blank: what a blank or a dash means; by default 0 for a count, an error for a key,
            a moment, a yes or no, and otherwise nothing known.
        values: code → words of a category; other words are kept as they are.
        required_values: codes without which the file is rejected.
        words: words that stand for a number in a number column (是 for 1).
        min, max: a value outside (in the base unit) holds the file back.
        within_period: a moment outside the file's period sets the row aside.
        may_lie_ahead: a moment that is planned; any other after the day of receipt is refused.
        part_of: the column that counts all of which this one counts some; more sets the row aside.
        not_before: the column whose day this one's does not precede; where it does, it is refused.
    """

    headers: list[str] = Field(min_length=1)
    type: ColumnType = "stated"
    vocabulary: str | None = None
    required: bool = True
    personal: bool = False
    unit: str | None = None
    default_unit: str | None = None
    blank: Blank | None = None
    values: dict[str, list[str]] = {}
    required_values: list[str] = []
    words: dict[str, int] = {}
    min: Bound | None = None
    max: Bound | None = None
    within_period: bool = False
    may_lie_ahead: bool = False
    not_before: str | None = None
    part_of: str | None = None

    @field_validator("unit", "default_unit")
    @classmethod
    def _known_unit(cls, text: str | None) -> str | None:
        if text is not None and parse_unit(text) is None:
            raise ValueError(f"unknown unit {text!r}; there are {', '.join(BASE_UNITS)}")
        return text

    @model_validator(mode="after")
    def _consistent(self) -> "Column":
        if self.type == "quantity" and not self.unit:
            raise ValueError("a quantity needs a unit")
        if self.unit and not (self.is_measure or self.personal):
            raise ValueError(f"a {self.type} has no unit")
        if self.default_unit and not self.unit:
            raise ValueError("default_unit without unit")
        if self.unit and self.default_unit:
            base, default = parse_unit(self.unit), parse_unit(self.default_unit)
            if base and default and base.base != default.base:
                raise ValueError(f"{self.default_unit} cannot be converted to {self.unit}")
        if self.unit and (base := parse_unit(self.unit)) and base.factor != 1:
            raise ValueError(f"unit must be a base unit, such as {base.base}")
        if (self.type == "word") != (self.vocabulary is not None):
            raise ValueError("a word needs a vocabulary, and nothing else has one")
        if self.vocabulary not in (None, TARGET) and not words_of(self.vocabulary):
            raise ValueError(f"unknown vocabulary {self.vocabulary!r}")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min is above max")
        if not self.is_measure and (self.min is not None or self.max is not None or self.words):
            raise ValueError(f"min, max and words are for figures, not for a {self.type}")
        if self.type != "datetime" and (
            self.within_period or self.may_lie_ahead or self.not_before
        ):
            raise ValueError("within_period, may_lie_ahead and not_before are for a datetime")
        if self.part_of and self.type != "count":
            raise ValueError("part_of is for a count")
        if bool(self.values) != (self.type == "category"):
            raise ValueError("a category needs values, and nothing else has them")
        if unknown := set(self.required_values) - set(self.values):
            raise ValueError(f"required_values not among values: {sorted(unknown)}")
        return self

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(split_header(header)[0] for header in self.headers)

    @cached_property
    def codes(self) -> dict[str, str]:
        return {squeeze(word): code for code, words in self.values.items() for word in words}

    @property
    def base_unit(self) -> Unit | None:
        return parse_unit(self.unit) if self.unit else None

    @property
    def dtype(self) -> pl.DataType:
        """The type of its values in raw tables."""
        return _DTYPES.get(self.type, pl.String())

    @cached_property
    def is_measure(self) -> bool:
        return self.type in ("count", "quantity", "number")
