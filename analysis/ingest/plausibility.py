"""Whether a hand-in's figures lie near those of its neighbours in time.

Two files that disagree do not say which of them is wrong, so all are looked at together: the one
furthest from its neighbours is held first, and the rest are looked at again without it.
"""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from statistics import fmean, median

import polars as pl

from analysis.forms.layout import Layout
from analysis.forms.rules import Plausibility
from analysis.forms.units import unit_said
from analysis.ingest.hand_in import HandIn
from analysis.ingest.store import Stored
from analysis.messages import Message
from analysis.reading.checks import written

_NEAREST = {"each": 2, "mean": 6}  # neighbours on either side
_FEWEST = {"each": 1, "mean": 3}  # with fewer there is nothing to compare with
_NIL = 1e-12  # stands for zero on the log scale


@dataclass(frozen=True)
class Doubt:
    """A hand-in's worst figure: how far off (in logs), and both figures in words."""

    hand_in_id: str
    distance: float
    message: Message


@dataclass(frozen=True)
class _Point:
    hand_in_id: str
    at: date
    value: float


def find_doubts(
    layout: Layout, current: Sequence[tuple[HandIn, Stored]], exempt: set[str]
) -> list[Doubt]:
    """Every hand-in of `current` with a figure outside the ratios of the layout.

    Args:
        current: the hand-ins of one form that would be in force.
        exempt: hand-in ids that the office has released; they still serve as neighbours.
    """
    doubts = []
    for rule in layout.plausibility:
        for group, points in _points(rule, current).items():
            found = [_out_of_order(point, group, rule, layout) for point in points]
            found += [
                _judge(point, others, group, rule, layout)
                for point, others in _with_neighbours(points, rule)
            ]
            found += _falls(points, group, rule, layout)
            doubts += [doubt for doubt in found if doubt and doubt.hand_in_id not in exempt]
    return doubts


def _out_of_order(point: _Point, group: str, rule: Plausibility, layout: Layout) -> Doubt | None:
    """A figure of an order of magnitude that such a figure never has."""
    low, high = float(rule.low), float(rule.high)
    if low <= point.value <= high:
        return None
    bound = low if point.value < low else high
    params = _worded(point, group, rule, layout) | {
        "low": written(rule.low),
        "high": written(rule.high),
    }
    distance = 1 + abs(math.log(max(point.value, _NIL) / bound))
    return Doubt(point.hand_in_id, round(distance, 9), Message("out_of_order", params))


def _falls(points: list[_Point], group: str, rule: Plausibility, layout: Layout) -> Iterator[Doubt]:
    """A sum since January that is less than one before it in its year."""
    for before, after in pairwise(points) if rule.never_falls else []:
        months = {p.hand_in_id: p.at.month for p in (before, after)}
        earlier, later = (
            p.value * (months[p.hand_in_id] if rule.per_month else 1) for p in (before, after)
        )
        if before.at.year == after.at.year and before.at != after.at and later < earlier:
            params = _worded(after, group, rule, layout) | {
                "expected": written(_rounded(earlier)),
                "value": written(_rounded(later)),
            }
            yield Doubt(after.hand_in_id, 0.5, Message("sum_falls", params))


def _points(
    rule: Plausibility, current: Sequence[tuple[HandIn, Stored]]
) -> Mapping[str, list[_Point]]:
    groups: dict[str, list[_Point]] = defaultdict(list)
    for hand_in, stored in current:
        columns = [rule.column, *rule.where, *filter(None, [rule.at, rule.by])]
        frame = stored.rows(columns)
        for name, code in rule.where.items():
            frame = frame.filter(pl.col(name) == code)
        values = frame[rule.column].cast(pl.Float64)
        if rule.compare == "mean":
            positive = values.filter(values > 0).to_list()
            if positive:
                groups[""].append(_Point(hand_in.hand_in_id, hand_in.covers.end, fmean(positive)))
            continue
        ends = frame[rule.at] if rule.at else [hand_in.covers.end] * len(frame)
        names = frame[rule.by] if rule.by else [""] * len(frame)
        months = hand_in.covers.months if rule.per_month else 1
        for name, end, value in zip(names, ends, values, strict=True):
            if value is not None:
                groups[name].append(_Point(hand_in.hand_in_id, end, value / months))
    for points in groups.values():
        points.sort(key=lambda p: p.at)
    return groups


def _with_neighbours(points: list[_Point], rule: Plausibility) -> list[tuple[_Point, list[_Point]]]:
    """Each point beside its nearest of other files, and again beside those of its own file."""
    pairs = []
    for point in points:
        for own in (False, True):
            pool = [
                p for p in points if (p.hand_in_id == point.hand_in_id) is own and p is not point
            ]
            at = bisect_left([p.at for p in pool], point.at)
            count = _NEAREST[rule.compare]
            near = pool[max(0, at - count) : at + count]
            if len(near) >= _FEWEST[rule.compare]:
                pairs.append((point, near))
    return pairs


def _judge(
    point: _Point, others: list[_Point], group: str, rule: Plausibility, layout: Layout
) -> Doubt | None:
    centre = math.exp(median(math.log(max(p.value, _NIL)) for p in others))
    ratio = max(point.value, _NIL) / centre
    if rule.min_ratio <= ratio <= rule.max_ratio:
        return None
    params = _worded(point, group, rule, layout) | {"expected": written(_rounded(centre))}
    distance = round(abs(math.log(ratio)), 9)
    return Doubt(point.hand_in_id, distance, Message("far_from_neighbours", params))


def _worded(point: _Point, group: str, rule: Plausibility, layout: Layout) -> dict[str, object]:
    column = layout.columns[rule.column]
    return {
        "column": column.headers[0],
        "place": f" {group}" if group else "",
        "at": f"{point.at:%Y-%m}",
        "value": written(_rounded(point.value)),
        "unit": unit_said(column.unit),
    }


def _rounded(value: float) -> Decimal:
    return Decimal(f"{value:.6g}")
