"""The tables of the annex say all of what they are of."""

import polars as pl
import pytest

from analysis.base.places import own, own_id
from analysis.findings import Findings
from analysis.findings.published import beside_published
from analysis.marts import Snapshot
from analysis.messages import Lang, say
from analysis.report.blocks import Block, Paragraph, Table
from analysis.report.evaluation import evaluation_report


def annex(findings: Findings) -> list[Block]:
    return evaluation_report(findings)[1].blocks


def table(blocks: list[Block], title: str) -> Table:
    return next(b for b in blocks if isinstance(b, Table) and b.title.startswith(title))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_published_figures_are_told_by_place_and_none_that_differs_is_left_out(
    marts: Snapshot, lang: Lang
) -> None:
    findings = Findings.of_year(marts, 2023, lang)
    found, blocks = beside_published(findings), annex(findings)
    is_own = pl.col("region_id") == own_id()
    said = [block.text for block in blocks if isinstance(block, Paragraph)]
    for place, rows in ((own().name(lang), found.filter(is_own)), (None, found.filter(~is_own))):
        assert rows.height
        name = place or findings.region_names()["100000"]
        agree = rows.filter("is_equal").height
        assert say("published_words", lang, place=name, agree=agree, all=rows.height) in said
    listed = table(blocks, say("table_published", lang)).rows
    assert len(listed) == found.filter(is_own | ~pl.col("is_equal")).height
    assert any(not row[0].startswith(own().name(lang)) for row in listed)
    if lang == "en":
        assert not any("\u4e00" <= char <= "\u9fff" for row in listed for char in row[-1])
