"""The declaration of a form: what its file is called and what each of its columns means.

A form is one YAML file in ``layouts/``; this module is its schema. Errors name the file, the place
in it and what was expected.
"""

import hashlib
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from analysis.base.text import squeeze
from analysis.forms.periods import Period
from analysis.forms.units import Unit, parse_unit, split_header
from analysis.forms.words import seed_names, seed_rows, vocabulary, vocabulary_version

# Raise it when the reader itself reads the same layout differently: every file is read anew.
READER_VERSION = 5

ColumnType = Literal[
    "code", "word", "organisation", "stated", "category", "place",
    "datetime", "month", "count", "quantity", "number", "yes_no",
]  # fmt: skip
Blank = Literal["zero", "null", "error"]
# YAML gives 1e11 as text and 0.1 as a float; both are meant exactly.
Bound = Annotated[Decimal, BeforeValidator(lambda value: Decimal(str(value)))]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Strict):
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

    @field_validator("unit", "default_unit")
    @classmethod
    def _known_unit(cls, text: str | None) -> str | None:
        if text is not None and parse_unit(text) is None:
            raise ValueError(f"unknown unit {text!r}")
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
        if self.vocabulary and not vocabulary(self.vocabulary):
            raise ValueError(f"unknown vocabulary {self.vocabulary!r}")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min is above max")
        if not self.is_measure and (self.min is not None or self.max is not None or self.words):
            raise ValueError(f"min, max and words are for figures, not for a {self.type}")
        if self.within_period and self.type != "datetime":
            raise ValueError("within_period is for a datetime")
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
    def is_measure(self) -> bool:
        return self.type in ("count", "quantity", "number")


class PeriodRule(_Strict):
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


class RowTotal(_Strict):
    """A column that must equal the sum of others in each row."""

    total: str
    parts: list[str]


class RowRatio(_Strict):
    """A column that must be the share, in any unit, of one in another of the same row."""

    value: str
    numerator: str
    denominator: str


class RowSum(_Strict):
    """A row that is the sum of others in a column; `key` says which row is which."""

    key: str
    column: str
    total: str
    parts: list[str]


class PartTotal(_Strict):
    """A column whose row of the banner must be the sum of the rows of its parts."""

    column: str
    place: str


class Plausibility(_Strict):
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
    where: dict[str, str] = {}
    per_month: bool = False
    never_falls: bool = False
    low: Bound
    high: Bound
    max_ratio: float = Field(gt=1)
    min_ratio: float = Field(gt=0, lt=1)


class Feed(_Strict):
    """Where a flow or stock stands in a form: the column of its values, of its moments (`at`, or the
    end of the file's period) and of its places (`by`, or the place that hands it in), in rows whose
    columns hold one of the values of `where` (``null``: nothing stated)."""

    column: str
    at: str | None = None
    by: str | None = None
    where: dict[str, list[str | None]] = {}


class Layout(_Strict):
    """One form. `key` names a row; `control_total` the columns that a 合计 row adds up;
    `due_days` says how long after a period's end its hand-in is due; `feeds` the flows and
    stocks that it gives; `parts` whether townships or departments each hand in their part of a period;
    `ranked` the attribute (a vintage) by whose order, last first, hand-ins replace each other."""

    form: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name_zh: str
    name_en: str
    department: str
    event_domain: str | None = None
    file_stems: list[str] = Field(min_length=1)
    period: PeriodRule
    due_days: int = Field(ge=0)
    feeds: dict[str, Feed] = {}
    parts: Literal["place", "department"] | None = None
    ranked: str | None = None
    key: list[str] = Field(min_length=1)
    key_is_global: bool = False
    control_total: list[str] = []
    row_total: RowTotal | None = None
    row_ratio: RowRatio | None = None
    part_total: PartTotal | None = None
    row_sum: RowSum | None = None
    total_labels: list[str] | None = None
    columns: dict[str, Column]
    attributes: dict[str, dict[str, list[str]]] = {}
    plausibility: list[Plausibility] = []

    @model_validator(mode="after")
    def _names_stand(self) -> "Layout":
        named = [*self.key, *self.control_total]
        if self.row_total:
            named += [self.row_total.total, *self.row_total.parts]
        if self.row_ratio:
            named += [self.row_ratio.value, self.row_ratio.numerator, self.row_ratio.denominator]
        if self.part_total:
            named += [self.part_total.column, self.part_total.place]
        for rule in self.plausibility:
            named += [rule.column, *rule.where, *filter(None, [rule.at, rule.by])]
        if unknown := sorted(set(named) - set(self.columns)):
            raise ValueError(f"no such column: {', '.join(unknown)}")
        self._rules_stand()
        kept = set(self.columns) | set(self.attributes)
        if clash := kept & {"hand_in_id", "layout_version", "source_sheet", "source_row"}:
            raise ValueError(f"reserved column name: {', '.join(sorted(clash))}")
        seen: dict[str, str] = {}
        for name, column in self.columns.items():
            for header in column.names:
                if (other := seen.setdefault(header, name)) and other != name:
                    raise ValueError(f"header {header!r} means both {other} and {name}")
        return self

    def _rules_stand(self) -> None:
        """Every rule speaks of a column that can carry it, and every name is one of the seeds."""
        measures = {name for name, column in self.columns.items() if column.is_measure}
        summed = [*self.control_total]
        summed += [self.row_total.total, *self.row_total.parts] if self.row_total else []
        summed += [rule.column for rule in self.plausibility]
        if wrong := sorted(set(summed) - measures):
            raise ValueError(f"not a figure, so it cannot be added or compared: {', '.join(wrong)}")
        for rule in self.plausibility:
            if rule.at and self.columns[rule.at].type != "month":
                raise ValueError(f"plausibility at: {rule.at} is no month")
            if rule.by and self.columns[rule.by].type not in _NAMING:
                raise ValueError(f"plausibility by: {rule.by} names nothing")
            for name, code in rule.where.items():
                if code not in self.columns[name].values:
                    raise ValueError(f"plausibility where: {name} has no value {code!r}")
        if self.department not in ("any", *seed_names("departments.csv", "department_id")):
            raise ValueError(f"department: {self.department!r} is not in seeds/departments.csv")
        if self.event_domain and self.event_domain not in seed_names(
            "event_domains.csv", "event_domain"
        ):
            raise ValueError(
                f"event_domain: {self.event_domain!r} is not in seeds/event_domains.csv"
            )
        measured = {row["series"] for row in seed_rows("series.csv") if row["kind"] != "count"}
        for series, feed in self.feeds.items():
            if series not in measured:
                raise ValueError(f"feeds: {series} is no flow or stock of seeds/series.csv")
            named = [feed.column, *filter(None, [feed.at, feed.by]), *feed.where]
            if unknown := sorted(set(named) - set(self.columns) - set(self.attributes)):
                raise ValueError(f"feeds: {series}: no such column: {', '.join(unknown)}")
            if not self.columns[feed.column].is_measure:
                raise ValueError(f"feeds: {series}: {feed.column} is no figure")
        if self.ranked and self.ranked not in self.attributes:
            raise ValueError(f"ranked: no attribute {self.ranked!r}")
        moments = [n for n, c in self.columns.items() if c.type == "datetime" and c.within_period]
        if self.event_domain and len(moments) != 1:
            raise ValueError("an event needs exactly one datetime with within_period")

    @cached_property
    def version(self) -> str:
        """Changes with everything that changes how a file is read."""
        idle = {"name_zh", "name_en", "due_days", "feeds"}
        text = f"{READER_VERSION}{vocabulary_version()}{self.model_dump_json(exclude=idle)}"
        return hashlib.sha256(text.encode()).hexdigest()[:8]

    @cached_property
    def moment(self) -> str | None:
        """The column of the moment at which an event happened."""
        dated = (n for n, c in self.columns.items() if c.type == "datetime" and c.within_period)
        return next(dated, None)

    def is_needed(self, name: str) -> bool:
        """Whether a row counts for nothing without this cell: what only describes an accident
        costs no accident."""
        column = self.columns[name]
        if column.is_measure or column.type in ("month", "yes_no"):
            return True
        if name in self.key:
            return self.event_domain is None
        return column.within_period

    @cached_property
    def kept_columns(self) -> dict[str, Column]:
        return {name: column for name, column in self.columns.items() if not column.personal}

    def blank_rule(self, name: str) -> Blank:
        column = self.columns[name]
        if column.blank:
            return column.blank
        if name in self.key or column.type in ("datetime", "month", "yes_no"):
            return "error"
        return "zero" if column.type == "count" else "null"


_NAMING = ("code", "word", "organisation", "category", "place")


class LayoutError(ValueError):
    """A layout file that cannot be used; the message says where and why."""


def load_layout(path: Path) -> Layout:
    """Read one layout.

    Raises:
        LayoutError: not YAML, or not by the schema; one line per fault.
    """
    try:
        return Layout.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except yaml.YAMLError as error:
        raise LayoutError(f"{path.name}: not valid YAML: {error}") from error
    except ValidationError as error:
        faults = (
            f"{path.name}: {'.'.join(map(str, fault['loc'])) or 'layout'}: {fault['msg']}"
            + (f" (found {fault['input']!r})" if not isinstance(fault["input"], dict) else "")
            for fault in error.errors()
        )
        raise LayoutError("\n".join(faults)) from error


def load_layouts(folder: Path) -> dict[str, Layout]:
    """All layouts of a folder by form.

    Raises:
        LayoutError: one cannot be used, or two share a form or a file stem.
    """
    layouts: dict[str, Layout] = {}
    stems: dict[str, str] = {}
    for path in sorted(folder.glob("*.yml")):
        layout = load_layout(path)
        if layout.form in layouts:
            raise LayoutError(f"{path.name}: form {layout.form!r} is declared twice")
        for stem in layout.file_stems:
            if other := stems.get(squeeze(stem)):
                raise LayoutError(f"{path.name}: file stem {stem!r} belongs to {other!r} already")
            stems[squeeze(stem)] = layout.form
        layouts[layout.form] = layout
    if not layouts:
        raise LayoutError(f"{folder}: no layouts found")
    return layouts


def form_of(file_stem: str, layouts: dict[str, Layout]) -> Layout | None:
    """The form whose longest stem the file's name holds."""
    name = _same_letters(file_stem)
    hits = [
        (len(squeeze(stem)), layout)
        for layout in layouts.values()
        for stem in layout.file_stems
        if _same_letters(stem) in name
    ]
    return max(hits, key=lambda hit: hit[0])[1] if hits else None


def _same_letters(text: str) -> str:
    """Letters that are written for each other: 台帐 is 台账."""
    return squeeze(text).replace("帐", "账")
