"""评价得分: what each scheme of evaluation gives, and item by item what that stands on."""

from collections.abc import Iterator

from analysis.marts.evaluation import SchemeSum, scheme_sums, scores
from analysis.messages.numbers import short
from analysis.report.blocks import Block, Heading, Paragraph
from analysis.report.edition import Edition

_SCHEMES = (
    "scheme",
    "judge",
    "points",
    "points_scorable",
    "points_range",
    "items_scored",
    "items_unknown",
    "items_without_text",
)
_ITEMS = ("item", "points_max", "points", "points_range", "status", "reason", "departments", "code")


def scheme_scores(edition: Edition) -> Iterator[Block]:
    """A row a scheme, and what its points are."""
    yield Heading(edition.say("part_scores"), 1)
    sums = scheme_sums(scores(edition.marts, edition.lang))
    if not sums:
        yield Paragraph(edition.say("scores_none"))
        return
    rows = [
        (
            one.name,
            one.judge or "—",
            edition.say("vetoed") if one.is_vetoed else short(one.points),
            short(one.points_scorable),
            _range(edition, one.lower, one.upper),
            str(one.scored),
            str(one.not_scorable),
            str(one.without_text),
        )
        for one in sums
    ]
    title = edition.say("table_schemes", as_of=edition.day(edition.marts.as_of))
    yield edition.table(title, _SCHEMES, rows)
    yield Paragraph(edition.say("scores_note", ours=edition.listed(_ours(sums))), "note")


def item_scores(edition: Edition) -> Iterator[Block]:
    """A table a scheme, a row an item."""
    yield Heading(edition.say("part_scores"), 1)
    rows = scores(edition.marts, edition.lang)
    if not rows:
        yield Paragraph(edition.say("scores_none"))
    for scheme in dict.fromkeys(row["scheme"] for row in rows):
        own = [row for row in rows if row["scheme"] == scheme]
        items = [
            (
                row["name"],
                short(row["points_max"]),
                short(row["points"]),
                _range(edition, row["points_lower"], row["points_upper"]),
                row["status_name"],
                row["reason_name"] or "",
                edition.listed(edition.others(row["departments"]), 2),
                row["figure_code"] or "—",
            )
            for row in own
        ]
        title = edition.say("table_items", scheme=own[0]["scheme_name"])
        yield edition.table(title, _ITEMS, items)


def _range(edition: Edition, lower: float | None, upper: float | None) -> str:
    if lower == upper:
        return short(lower)
    return f"{short(lower)}—{edition.say('unknown') if upper is None else short(upper)}"


def _ours(sums: list[SchemeSum]) -> list[str]:
    """The schemes whose points nobody gave: each item counts one."""
    return [one.name for one in sums if not one.has_own_points]
