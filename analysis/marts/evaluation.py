"""What every scheme of evaluation gives as things stand, item by item and in sum, in a reader's words."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from analysis.base.places import own_id
from analysis.marts.code_names import named
from analysis.marts.figure_codes import Figure
from analysis.marts.rows import EvaluationScoreRow, rows_of
from analysis.marts.snapshot import Snapshot
from analysis.messages import Lang, say

_DECEMBER = 12
_FIGURE = ("indicator_id", "period_end")


class ScoreRow(EvaluationScoreRow):
    """An item in words: what ends in ``_name`` is a code's name, ``departments`` who closes the gap, ``unit``
    that of ``value`` and ``bound``, ``target_id`` the target that it is held to, ``figure_code`` what ``safety trace`` takes; null where there is none."""

    name: str
    scheme_name: str
    judge: str | None
    edition: str | None
    status_name: str
    reason_name: str | None
    rule_kind_name: str | None
    points_origin_name: str | None
    departments: list[str]
    unit: str
    target_id: str | None
    figure_code: str | None


@dataclass(frozen=True)
class SchemeSum:
    """The items of a scheme in sum, in points.

    Attributes:
        points: of the items that are scored, of `points_scorable` that these can give.
        points_possible: of all items whose points are known, those without rule text among them.
        lower, upper: fewest and most that all these may come to.
        scored, not_scorable, without_text: numbers of items; `of_unknown_points` are those among them
            whose points nobody knows, which no sum holds.
        has_own_points: whether the points are of the scheme; else every item counts one.
    """

    scheme: str
    name: str
    judge: str | None
    edition: str | None
    points: float
    points_scorable: float
    points_possible: float
    lower: float
    upper: float
    scored: int
    not_scorable: int
    without_text: int
    of_unknown_points: int
    has_own_points: bool
    is_vetoed: bool


def scores(marts: Snapshot, lang: Lang) -> list[ScoreRow]:
    """Every item of every scheme, in the order of the rules."""
    rules = _units(marts, lang).with_row_index("order")
    names = dict(marts["dim_department"].select("department_id", f"name_{lang}").iter_rows())
    rest = say("item_rest", lang, name="{}")
    who = pl.element().replace_strict(names, return_dtype=pl.String)
    frame = marts["fct_evaluation_scores"].join(_figure_codes(marts), on=_FIGURE, how="left")
    frame = frame.join(rules, on="item_id").sort("order").drop("order")
    worded = frame.with_columns(
        named("evaluation_status", "status", lang).alias("status_name"),
        named("evaluation_reason", "reason", lang).alias("reason_name"),
        named("rule_kind", "rule_kind", lang).alias("rule_kind_name"),
        named("points_origin", "points_origin", lang).alias("points_origin_name"),
        name=pl.when("is_rest").then(pl.format(rest, f"name_{lang}")).otherwise(f"name_{lang}"),
        scheme_name=f"scheme_{lang}",
        judge=f"judge_{lang}",
        departments=pl.col("department_ids").list.eval(who),
    )
    return rows_of(worded, ScoreRow)


def _units(marts: Snapshot, lang: Lang) -> pl.DataFrame:
    """Every item with its target and the unit of its figure: that of what it is held to, of things that are counted, of percents
    and of years."""
    rules = marts.table("reference", "evaluation_rules")
    for measured, key in (
        (marts["dim_target"].filter(pl.col("kind") != "milestone"), "target_id"),
        (marts["dim_indicator"], "indicator_id"),
        (marts["dim_series"], "series"),
    ):
        own = measured.select(key, pl.col(f"unit_{lang}").alias(f"unit_of_{key}"))
        rules = rules.join(own, on=key, how="left", maintain_order="left")
    held = pl.coalesce("unit_of_target_id", "unit_of_indicator_id", "unit_of_series", pl.lit(""))
    counted = (pl.col("rule_kind") == "per_item") | pl.col("hazards").is_not_null()
    unit = (
        pl.when(pl.col("rule_kind") == "fell_by").then(pl.lit("%"))
        .when(pl.col("rule_kind") == "fell_each_year").then(pl.lit(say("unit_years", lang)))
        .when(counted).then(pl.lit(say("unit_places", lang)))
        .when(pl.col("rule_kind").is_in(["veto", "within_limit", "threshold"])).then(held)
        .otherwise(pl.lit(""))
    )  # fmt: skip
    return rules.select("item_id", "target_id", unit=unit)


def _figure_codes(marts: Snapshot) -> pl.DataFrame:
    """Codes of the own region's rates of whole years, and of the months so far of one that runs."""
    end = pl.col("period_end").dt.month() == _DECEMBER
    own = marts["fct_indicator_rates"].filter(
        pl.col("region_id") == own_id(),
        pl.col("period_kind") == pl.when(end).then(pl.lit("year")).otherwise(pl.lit("ytd")),
    )
    codes = dict(marts["dim_indicator"].select("indicator_id", "code").iter_rows())
    listed = [
        (indicator, day, Figure(codes[indicator], own_id(), kind, day).code)
        for indicator, day, kind in own.select(*_FIGURE, "period_kind").iter_rows()
    ]
    schema = {"indicator_id": pl.String, "period_end": pl.Date, "figure_code": pl.String}
    return pl.DataFrame(listed, schema, orient="row")


def scheme_sums(rows: list[ScoreRow]) -> list[SchemeSum]:
    """Each scheme of `rows` in sum, in their order."""
    schemes = dict.fromkeys(row["scheme"] for row in rows)
    return [_sum([row for row in rows if row["scheme"] == scheme]) for scheme in schemes]


def _sum(rows: list[ScoreRow]) -> SchemeSum:
    known = [row for row in rows if row["points"] is not None]
    statuses = [row["status"] for row in rows]
    return SchemeSum(
        scheme=rows[0]["scheme"],
        name=rows[0]["scheme_name"],
        judge=rows[0]["judge"],
        edition=rows[0]["edition"],
        points=_points(row["points"] for row in known),
        points_scorable=_points(row["points_max"] for row in known),
        points_possible=_points(row["points_max"] for row in rows),
        lower=_points(row["points_lower"] for row in rows),
        upper=_points(row["points_upper"] for row in rows),
        scored=len(known),
        not_scorable=statuses.count("not_scorable"),
        without_text=statuses.count("no_rule_text"),
        of_unknown_points=sum(row["points_max"] is None for row in rows),
        has_own_points=all(row["points_origin"] != "ours" for row in rows),
        is_vetoed="veto" in statuses,
    )


def _points(values: Iterable[float | None]) -> float:
    """Their sum, to the decimals that points are given in; what is not known is not in it."""
    return round(sum(value for value in values if value is not None), 4)
