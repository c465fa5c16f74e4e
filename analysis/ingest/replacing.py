"""Whether a later hand-in looks like a replacement of the earlier one, or like something else."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import polars as pl

from analysis.forms.column import Column
from analysis.forms.layout import Layout
from analysis.forms.periods import Period
from analysis.ingest.hand_in import HandIn
from analysis.ingest.store import Stored
from analysis.messages import Message, Several

# A correction mends a few accidents; one that lowers the deaths of more has lost a column.
_SHARE_CORRECTED = 0.34
_FEW_FIGURES = 3
_DAYS_STILL = 330


def shrinks(later: HandIn, new: Stored, earlier: HandIn, old: Stored) -> Message | None:
    """What speaks against `later` taking the place of `earlier`: other things under the same numbers,
    rows or deaths that it lacks.

    A file that calls itself a correction may lower the figures of a few accidents, if it lists every
    one of them; anything else that takes away is held, with both sums.
    """
    layout = later.layout
    before, after = old.rows(), new.rows()
    if before.is_empty():
        return None
    if other := _other_things(before, after, layout, later.is_correction):
        return Message("replacement_of_others", {"by": earlier.path, **other})
    lost = _lost(before, after, layout)
    counts = _counts(layout)
    sums = {name: (_sum(before, name), _sum(after, name)) for name in counts}
    params = {
        "by": earlier.path,
        "rows_before": before.height,
        "rows_after": after.height,
        "deaths_before": sum(b for b, _ in sums.values()),
        "deaths_after": sum(a for _, a in sums.values()),
        "aside": new.counts.get("quarantined", 0),
    }
    if after.is_empty() or lost > 0:
        code = "replacement_lacks_rows" if counts else "replacement_lacks_figures"
        return Message(code, params | {"lost": lost})
    if any(a < b for b, a in sums.values()) and not (
        later.is_correction and _few_are_lower(before, after, layout, counts)
    ):
        return Message("replacement_lacks_deaths", params)
    return None


def same_as_another_period(files: Sequence[tuple[HandIn, Stored]]) -> dict[str, Period]:
    """By hand-in, another period for which the same content came earlier.

    Args:
        files: those of one form in the order of their arrival. Files without rows are alike by
            nature; of a stock or flow the figures must differ, of all else the bytes: a file under
            a new name is no new one, however little changed.
    """
    seen: dict[object, HandIn] = {}
    found = {}
    for hand_in, stored in files:
        if not stored.counts.get("accepted"):
            continue
        for key in (hand_in.sha256, _figures(hand_in.layout, stored)):
            if key is None:
                continue
            known = (hand_in.department, hand_in.part, key)
            last = seen.setdefault(known, hand_in)
            if last.period is None or last.period == hand_in.period:
                continue
            if key != hand_in.sha256 and _stands_still(hand_in, last):
                seen[known] = hand_in
            else:
                found[hand_in.hand_in_id] = last.period
    return found


def _figures(layout: Layout, stored: Stored) -> str | None:
    """A digest of all figures with what they are of, months of a year left out; lists of events have
    none, levels may stay as they are for good, and a few figures, or zeros, may well be the same again."""
    if layout.event_domain is not None or layout.may_stand_still:
        return None
    measures = [name for name, column in layout.kept_columns.items() if column.is_measure]
    frame = stored.rows()
    if not _is_series(layout) and sum((frame[n] != 0).sum() for n in measures) < _FEW_FIGURES:
        return None
    named = [name for name in layout.key if layout.columns[name].type != "month"]
    text = str(frame.sort(layout.key).select(*named, *measures).rows())
    return hashlib.sha256(text.encode()).hexdigest()


def _stands_still(hand_in: HandIn, last: HandIn) -> bool:
    """What is handed in every month may stand still from one to the next, but is not by chance what
    it was a year ago and not since."""
    if _is_series(hand_in.layout) or last.period is None:
        return False
    return abs((hand_in.covers.end - last.period.end).days) < _DAYS_STILL


def _is_series(layout: Layout) -> bool:
    return any(rule.compare == "each" for rule in layout.plausibility)


def _counts(layout: Layout) -> list[str]:
    if layout.event_domain is None:
        return []
    return [n for n in ("deaths", "missing") if n in layout.columns]


def _sum(frame: pl.DataFrame, name: str) -> int:
    return int(frame[name].sum() or 0)


def _lost(before: pl.DataFrame, after: pl.DataFrame, layout: Layout) -> int:
    """How many rows of `before` have none of their own in `after`."""
    if layout.plausibility and layout.event_domain is None:
        return _lost_figures(before, after, layout)
    named, rest = _identities(before, layout), _identities(after, layout)
    left: dict[object, int] = defaultdict(int)
    for one in rest:
        left[one] += 1
    lost = 0
    for one in named:
        if left[one]:
            left[one] -= 1
        else:
            lost += 1
    # a number or a date that was mended is the same accident still
    return lost if after.height < before.height else max(0, lost - _mended(before, after, layout))


def _other_things(
    before: pl.DataFrame, after: pl.DataFrame, layout: Layout, is_correction: bool
) -> dict[str, object] | None:
    """How many rows of the same number are another thing, and by which columns, if most are.

    A list of what lasts (hazards, warnings) is another one by any column that says what a thing is;
    one that calls itself a correction, or an accident, whose details are often mended, by most of them.
    """
    columns = _telling(layout)
    if layout.columns[layout.key[0]].type != "code" or not columns:
        return None
    days = [pl.col(name).dt.date() for name, column in columns.items() if column.type == "datetime"]
    both = before.with_columns(days).join(
        after.with_columns(days), on=layout.key, how="inner", suffix="_after"
    )
    frame = both.select(
        (pl.col(name) != pl.col(f"{name}_after")).fill_null(value=False) for name in columns
    )
    is_strict = layout.event_domain is None and not is_correction
    fewest = 1 if is_strict else max(2, len(columns) // 2 + 1)
    others = frame.filter(pl.sum_horizontal(pl.all()) >= fewest)
    if 2 * others.height <= both.height:
        return None
    named = [layout.columns[name].headers[0] for name in columns if others[name].any()]
    return {"rows": others.height, "of": both.height, "columns": Several(named)}


def _telling(layout: Layout) -> dict[str, Column]:
    """Columns that say what a thing is and stay as they are: not figures, and not what comes later."""
    return {
        name: column
        for name, column in layout.kept_columns.items()
        if column.type in ("place", "category", "word")
        or (column.type == "datetime" and layout.blank_rule(name) == "error")
    }


def _identities(frame: pl.DataFrame, layout: Layout) -> list[tuple[Any, ...]]:
    return frame.select(_by(layout)).rows()


def _by(layout: Layout) -> list[str]:
    return [*layout.key, *([layout.moment] if layout.moment else [])]


def _mended(before: pl.DataFrame, after: pl.DataFrame, layout: Layout) -> int:
    """Rows that agree in the key alone, or in all but the key."""
    matched = 0
    for columns in (list(layout.key), [layout.moment or "", *_counts(layout), "place"]):
        if not set(columns) <= set(before.columns):
            continue
        gone = before.join(after, on=_by(layout), how="anti", nulls_equal=True)
        new = after.join(before, on=_by(layout), how="anti", nulls_equal=True)
        both = (
            gone.select(columns)
            .unique()
            .join(new.select(columns).unique(), on=columns, how="inner", nulls_equal=False)
        )
        matched = max(matched, both.height)
    return matched


def _lost_figures(before: pl.DataFrame, after: pl.DataFrame, layout: Layout) -> int:
    """Figures of a stock or flow that were there and are not any more: those that are compared."""
    rule = layout.plausibility[0]
    figures = [layout.key[0]]
    old = before.filter(pl.col(rule.column).is_not_null())
    new = after.filter(pl.col(rule.column).is_not_null())
    for name, code in rule.where.items():
        old, new = old.filter(pl.col(name) == code), new.filter(pl.col(name) == code)
    return (
        old.select(figures)
        .unique()
        .join(new.select(figures).unique(), on=figures, how="anti")
        .height
    )


def _few_are_lower(
    before: pl.DataFrame, after: pl.DataFrame, layout: Layout, counts: list[str]
) -> bool:
    both = before.join(after, on=layout.key, how="inner", suffix="_after")
    lower = pl.any_horizontal(pl.col(f"{name}_after") < pl.col(name) for name in counts)
    few = max(1.0, _SHARE_CORRECTED * before.height)
    return both.filter(lower).height <= few
