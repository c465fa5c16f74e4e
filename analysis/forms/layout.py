"""The declaration of a form: what its file is called, what each of its columns means (`column`) and
what holds between them (`rules`).

A form is one YAML file in ``layouts/``; these modules are its schema. Errors name the file, the place
in it and what was expected.
"""

import hashlib
from functools import cached_property
from pathlib import Path
from typing import Literal

import yaml
from pydantic import Field, ValidationError, model_validator

from analysis.base.seeds import seed_names, seed_rows
from analysis.base.text import squeeze
from analysis.forms.column import Blank, Column, Strict
from analysis.forms.rules import (
    Feed,
    PartTotal,
    PeriodRule,
    Plausibility,
    RowRatio,
    RowSum,
    RowTotal,
)
from analysis.forms.words import vocabulary_version
from analysis.messages import Message

# Raise it when the reader itself reads the same layout differently: every file is read anew.
READER_VERSION = 10


class Layout(Strict):
    """One form. `key` names a row; `control_total` the columns that a 合计 row adds up;
    `due_days` says how long after a period's end its hand-in is due; `feeds` the flows and
    stocks that it gives; `parts` whether townships or departments each hand in their part of a period;
    `ranked` the attribute (a vintage) by whose order, last first, hand-ins replace each other;
    `may_stand_still` that its figures are levels and shares, which may be the same for years; `counts_events`
    that they count what happens in a period, though no accidents (those of an `event_domain` do), so that a file from
    before its last day lacks some."""

    form: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name_zh: str
    name_en: str
    department: str
    event_domain: str | None = None
    file_stems: list[str] = Field(min_length=1)
    period: PeriodRule
    due_days: int = Field(ge=0)
    feeds: dict[str, Feed] = Field(default_factory=dict)
    parts: Literal["place", "department"] | None = None
    ranked: str | None = None
    may_stand_still: bool = False
    counts_events: bool = False
    key: list[str] = Field(min_length=1)
    control_total: list[str] = Field(default_factory=list)
    row_total: RowTotal | None = None
    row_ratio: RowRatio | None = None
    part_total: PartTotal | None = None
    row_sum: RowSum | None = None
    columns: dict[str, Column]
    attributes: dict[str, dict[str, list[str]]] = Field(default_factory=dict)
    plausibility: list[Plausibility] = Field(default_factory=list)

    @model_validator(mode="after")
    def _names_stand(self) -> "Layout":
        named = [*self.key, *self.control_total]
        if self.row_total:
            named += [self.row_total.total, *self.row_total.parts]
        if self.row_ratio:
            named += [*self.row_ratio.model_dump().values()]
        if self.part_total:
            named += [*self.part_total.columns, self.part_total.place]
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
        summed += self.part_total.columns if self.part_total else []
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
        domain = self.event_domain
        if domain and domain not in seed_names("event_domains.csv", "event_domain"):
            raise ValueError(f"event_domain: {domain!r} is not in seeds/event_domains.csv")
        self._feeds_stand()
        if self.ranked and self.ranked not in self.attributes:
            raise ValueError(f"ranked: no attribute {self.ranked!r}")
        for name, column in self.columns.items():
            first = self.columns.get(column.not_before or name)
            if column.not_before and (not first or first.type != "datetime"):
                raise ValueError(f"{name}: not_before: no moment {column.not_before!r}")
            whole = self.columns.get(column.part_of or name)
            if column.part_of and (not whole or whole.type != "count"):
                raise ValueError(f"{name}: part_of: no count {column.part_of!r}")
        moments = [n for n, c in self.columns.items() if c.type == "datetime" and c.within_period]
        if self.event_domain and len(moments) != 1:
            raise ValueError("an event needs exactly one datetime with within_period")

    def _feeds_stand(self) -> None:
        """What the form gives is a flow or stock that is known, and stands in it as one."""
        kinds = {row["series"]: row["kind"] for row in seed_rows("series.csv")}
        is_since_january = self.period.cumulative or self.period.kind == "year"
        for series, feed in self.feeds.items():
            if kinds.get(series) not in ("flow", "stock"):
                raise ValueError(f"feeds: {series} is no flow or stock of seeds/series.csv")
            if kinds[series] == "flow" and not (feed.at or is_since_january):
                raise ValueError(
                    f"feeds: {series} is a flow, the sum since January: "
                    "period needs cumulative: true"
                )
            named = [feed.column, *filter(None, [feed.at, feed.by]), *feed.where]
            if unknown := sorted(set(named) - set(self.columns) - set(self.attributes)):
                raise ValueError(f"feeds: {series}: no such column: {', '.join(unknown)}")
            if not self.columns[feed.column].is_measure:
                raise ValueError(f"feeds: {series}: {feed.column} is no figure")
        if self.is_by_place and self.control_total:
            raise ValueError(
                "control_total: of a form that feeds by place, 合计 is the row of the whole place; "
                "name the columns under part_total"
            )

    @cached_property
    def version(self) -> str:
        """Changes with everything that changes how a file is read."""
        idle = {"name_zh", "name_en", "due_days", "feeds", "may_stand_still", "counts_events"}
        text = f"{READER_VERSION}{vocabulary_version()}{self.model_dump_json(exclude=idle)}"
        text += "by place" if self.is_by_place else ""
        return hashlib.sha256(text.encode()).hexdigest()[:8]

    @property
    def is_by_place(self) -> bool:
        """Whether its rows are places and their values: 合计 is then the whole place's own row."""
        return any(feed.by for feed in self.feeds.values())

    @property
    def called(self) -> Message:
        """Its name in a message."""
        return Message("worded", {"zh": self.name_zh, "en": self.name_en})

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
        return Layout.model_validate(yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader))
    except yaml.YAMLError as error:
        raise LayoutError(f"{path.name}: not valid YAML: {error}") from error
    except ValidationError as error:
        faults = (
            f"{path.name}: {'.'.join(map(str, fault['loc'])) or 'layout'}: "
            + (
                "no such word may stand here"
                if fault["type"] == "extra_forbidden"
                else fault["msg"]
            )
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
