"""Any number of invented accidents as raw rows: the same numbers give the same rows, each with a number, a
moment, a place and a loss of its own."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import polars as pl

from analysis.base.seeds import seed_rows
from analysis.forms.layout import Layout
from analysis.ingest.store import raw_schema

YEARS = range(2021, 2026)
TOWNS = ("城关镇", "东河镇", "西山乡")
MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}
_MONTHS = np.arange(f"{YEARS[0]}-01", f"{YEARS[-1] + 1}-01", dtype="datetime64[M]")
_DAYS = ((_MONTHS + 1).astype("datetime64[D]") - _MONTHS.astype("datetime64[D]")).astype(int)
_HOURS = np.array([3, 2, 2, 2, 2, 3, 5, 8, 8, 7, 7, 7, 6, 6, 7, 7, 8, 9, 9, 8, 7, 6, 5, 4], float)


@dataclass(frozen=True)
class Kind:
    """A form of accidents: its share of all, the chances of 0 to 3 dead in one, and its loss in yuan (the
    median, and the spread of its logarithm)."""

    share: float
    dead: tuple[float, float, float, float]
    loss: tuple[float, float]


KINDS = {
    "road_accidents": Kind(0.73, (0.92, 0.07, 0.008, 0.002), (9e3, 1.0)),
    "fires": Kind(0.16, (0.91, 0.08, 0.01, 0.0), (1e5, 0.9)),
    "production_accidents": Kind(0.09, (0.3, 0.6, 0.08, 0.02), (8e5, 0.9)),
    "disasters": Kind(0.02, (0.7, 0.2, 0.1, 0.0), (8e6, 0.7)),
}


@dataclass(frozen=True)
class County:
    """A county, its name, and its share of the province's people."""

    region_id: str
    name_zh: str
    share: float


def split(accidents: int, places: list[County], seed: int) -> list[dict[str, int]]:
    """How many accidents of each form each place has; all together as many as asked for."""
    shares = np.outer([one.share for one in places], [kind.share for kind in KINDS.values()])
    drawn = np.random.default_rng([seed, 1]).multinomial(accidents, shares.ravel() / shares.sum())
    return [dict(zip(KINDS, row, strict=True)) for row in drawn.reshape(shares.shape).tolist()]


def moments(form: str, n: int, dice: np.random.Generator) -> tuple[Any, Any]:
    """`n` minutes in order, and how many of them fall in each month: more in summer, few at night."""
    season = 1 + 0.3 * np.sin(np.arange(len(_MONTHS)) * np.pi / 6 + len(form))
    by_month = dice.multinomial(n, season / season.sum())
    day = (dice.random(n) * np.repeat(_DAYS, by_month)).astype(int)
    hour = dice.choice(24, n, p=_HOURS / _HOURS.sum())
    at = np.repeat(_MONTHS, by_month).astype("datetime64[m]").astype(int)
    at += (day * 24 + hour) * 60 + dice.integers(0, 60, n)
    return np.sort(at).astype("datetime64[m]").astype("datetime64[us]"), by_month


def raw_accidents(
    layout: Layout, place: County, n: int, seed: int
) -> tuple[pl.DataFrame, dict[str, int]]:
    """`n` raw rows of a form and place in the order of time; and the hand-ins that they came in, by the
    first month of each, with their rows."""
    form, kind = layout.form, KINDS[layout.form]
    dice = np.random.default_rng([seed, 2, int(place.region_id), list(KINDS).index(form)])
    at, by_month = moments(form, n, dice)
    step = MONTHS_OF[layout.period.kind]
    firsts = _MONTHS[::step].astype(str).tolist()
    counts = by_month.reshape(-1, step).sum(axis=1)
    before = np.repeat(np.cumsum(counts) - counts, counts)
    deaths = dice.choice(4, n, p=kind.dead)
    words = (place.name_zh, *TOWNS, "不详")
    made = {
        "hand_in_id": _repeated([hand_in_id(form, place, first) for first in firsts], counts),
        "layout_version": pl.repeat(layout.version, n, eager=True),
        "source_sheet": pl.repeat("台账", n, eager=True),
        "source_row": np.arange(n) - before + 3,
        "accident_no": pl.Series(np.arange(n) + 1).cast(pl.String).str.zfill(9),
        "occurred_at": at,
        "place": _drawn(dice, words, n, (0.2, 0.4, 0.25, 0.14, 0.01)),
        "deaths": deaths,
        "missing": dice.choice(2, n, p=(0.85, 0.15)),
        "injuries": dice.choice(4, n, p=(0.4, 0.4, 0.15, 0.05)),
        "serious_injuries": dice.choice(3, n, p=(0.6, 0.3, 0.1)),
        "minor_injuries": dice.choice(4, n, p=(0.4, 0.3, 0.2, 0.1)),
        "affected_population": dice.integers(200, 9000, n),
        "direct_loss_yuan": np.round(dice.lognormal(np.log(kind.loss[0]), kind.loss[1], n)),
        "grade": pl.Series(["一般", "较大"]).gather((deaths >= 3).astype(np.uint32)),
        "is_counted": dice.random(n) < 0.9,
        "is_commercial": dice.random(n) < 0.25,
    }
    for name, column in layout.kept_columns.items():
        if name not in made:
            made[name] = _drawn(dice, _words(column.vocabulary or ""), n)
    number = pl.format("{}{}{}", pl.lit(form[0].upper()), pl.lit(place.region_id), "accident_no")
    rows = pl.DataFrame(made).with_columns(accident_no=number)
    schema = raw_schema(layout)
    return rows.select(*schema).cast(schema), dict(zip(firsts, counts.tolist(), strict=True))


def hand_in_id(form: str, place: County, first: str) -> str:
    return f"{form}-{first}-{place.region_id}"


@cache
def _words(vocabulary: str) -> tuple[str, ...]:
    return tuple(row["word"] for row in seed_rows("vocabulary.csv") if row["kind"] == vocabulary)


def _drawn(
    dice: np.random.Generator, words: tuple[str, ...], n: int, chances: tuple[float, ...] = ()
) -> pl.Series:
    """`n` of these words, the first ones often."""
    weights = np.array(chances) if chances else 1 / np.arange(1, len(words) + 1)
    return pl.Series(words).gather(dice.choice(len(words), n, p=weights / weights.sum()))


def _repeated(words: list[str], counts: Any) -> pl.Series:
    return pl.Series(words).gather(np.repeat(np.arange(len(words)), counts))
