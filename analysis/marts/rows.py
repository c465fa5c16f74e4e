"""What a row of a mart holds: the columns that are read row by row, with their types. A test holds them
to the contracts of the models and to what is published."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TypedDict, TypeVar, cast

import polars as pl

from analysis.conclusions.sentences import VerdictRow
from analysis.messages import Lang

Row = TypeVar("Row")


class IndicatorRow(TypedDict):
    indicator_id: str
    code: str
    name_zh: str
    name_en: str
    unit_zh: str
    unit_en: str
    numerator_series: str
    event_domain: str
    denominator_series: str
    denominator_basis: str
    per: float
    better: str
    decimals: int
    definition_zh: str
    definition_en: str | None
    source: str
    source_en: str | None


class SeriesRow(TypedDict):
    series: str
    name_zh: str
    name_en: str
    unit_zh: str
    unit_en: str
    kind: str
    event_domain: str | None
    measure: str | None
    filter_column: str | None
    filter_value: str | None


class RegionRow(TypedDict):
    region_id: str
    name_zh: str
    name_en: str
    parent_id: str | None


class RateRow(TypedDict):
    indicator_id: str
    region_id: str
    period_kind: str
    period_end: date
    numerator: float | None
    denominator: float | None
    rate: float | None
    rate_lower_95: float | None
    rate_upper_95: float | None
    rate_3y: float | None
    prior_year_rate: float | None
    prior_year_numerator: float | None
    change_pct: float | None
    is_complete: bool
    is_provisional: bool
    origin: str
    caveats: list[str]


class NotedRow(RateRow):
    """With the words of its caveats (see `with_notes`)."""

    note: str | None


class RateChangeRow(TypedDict):
    period_end: date
    numerator_before: float
    rate_before: float
    numerator_part: float
    denominator_part: float
    numerator: float
    rate: float
    change: float
    direction: str


class SignalEpisodeRow(TypedDict):
    indicator_id: str
    region_id: str
    series: str
    rule: str
    start_period_end: date
    end_period_end: date
    peak_period_end: date
    peak_first_day: date
    peak_last_day: date
    value: float
    expected: float
    upper: float
    level: str
    known_to: date
    state: str


class RegionComparisonRow(TypedDict):
    region_id: str
    numerator: float
    denominator: float
    rate: float
    significance: str
    eb_rate: float


class ReconciliationRow(TypedDict):
    region_id: str
    reason: str
    reason_note_zh: str | None
    reason_note_en: str | None


class RestatementRow(TypedDict):
    indicator_id: str
    period_end: date
    numerator_before: float | None
    rate_before: float | None
    rate: float | None
    restated_on: date
    cause_paths: str | None
    correction_keys: str | None


class TargetProgressRow(TypedDict):
    target_id: str
    reason: str | None
    period_end: date
    numerator: float | None
    denominator: float | None
    days_left: int
    value: float | None
    operator: str | None
    threshold: float | None
    due_date: date
    status: str
    source_form: str | None


class EvaluationScoreRow(TypedDict):
    item_id: str
    scheme: str
    judge_zh: str | None
    judge_en: str | None
    name_zh: str
    name_en: str
    is_rest: bool
    rule_kind: str | None
    points: float | None
    points_max: float | None
    points_lower: float
    points_upper: float | None
    points_origin: str | None
    status: str
    indicator_id: str | None
    value: float | None
    value_lower: float | None
    operator: str | None
    bound: float | None
    period_end: date | None
    due_date: date | None
    hand_in_ids: list[str]
    sources: list[str]
    reason: str | None
    gap: float | None
    department_ids: list[str]
    chance: float | None
    source: str


class HandInRow(TypedDict):
    path: str
    received_at: datetime | None
    status: str
    reason: str | None
    reason_en: str | None


class TaskRow(TypedDict):
    task_id: int
    name_zh: str
    name_en: str
    aspect_zh: str
    aspect_en: str


class BuildRow(TypedDict):
    build_id: str
    finished_at: datetime
    as_of: date
    code_version: str
    tests_passed: int


class BreakRow(TypedDict):
    """Of the seed of definition breaks."""

    event_domain: str
    effective_from: date
    allows_comparison: bool
    what_zh: str
    what_en: str
    note_zh: str | None
    note_en: str | None
    source: str
    source_en: str


MART_OF: dict[type, str] = {
    IndicatorRow: "dim_indicator",
    SeriesRow: "dim_series",
    RegionRow: "dim_region",
    RateRow: "fct_indicator_rates",
    RateChangeRow: "fct_rate_change",
    VerdictRow: "fct_verdicts",
    SignalEpisodeRow: "fct_signal_episodes",
    RegionComparisonRow: "fct_region_comparison",
    ReconciliationRow: "fct_reconciliation",
    RestatementRow: "fct_restatements",
    TargetProgressRow: "fct_target_progress",
    EvaluationScoreRow: "fct_evaluation_scores",
    HandInRow: "fct_hand_ins",
    TaskRow: "dim_task",
    BuildRow: "fct_builds",
}


class OtherColumns(KeyError):
    """A published build lacks columns: another version of this program made it."""

    def __str__(self) -> str:
        return ", ".join(self.args)


def rows_of(frame: pl.DataFrame, kind: type[Row]) -> list[Row]:
    """The rows of a mart, or of what was made of it, each of `kind`.

    Raises:
        OtherColumns: `frame` lacks a column that such a row holds.
    """
    if missing := kind.__annotations__.keys() - set(frame.columns):
        raise OtherColumns(*sorted(missing))
    return cast("list[Row]", frame.rows(named=True))


def in_language(row: Mapping[str, object], what: str, lang: Lang) -> str:
    """A text of `row` in `lang`: ``name`` is ``name_zh`` or ``name_en``; empty where there is none."""
    return str(row[f"{what}_{lang}"] or "")


def source_in(row: IndicatorRow | BreakRow, lang: Lang) -> str:
    """Who says so, as `lang` names them; empty where it has no name."""
    return (row["source"] if lang == "zh" else row["source_en"]) or ""
