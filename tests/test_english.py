"""English readers meet no Chinese but names: of files and what stands in them, of publications, of places."""

import json
import re
from collections.abc import Iterator

import pytest

from analysis.base.seeds import seed_names, seed_rows
from analysis.base.settings import PROJECT
from analysis.findings import Findings
from analysis.forms.layout import load_layouts
from analysis.marts import Snapshot
from analysis.pages.cards import card
from analysis.report.blocks import Contents, Picture, Report, Signature, Table
from analysis.report.evaluation import evaluation_report
from tests.conftest import Published

_CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")


@pytest.fixture(scope="module")
def marts(published: Published) -> Snapshot:
    return Snapshot(published.data)


def texts(report: Report) -> Iterator[str]:
    """All that a reader of a report meets, pictures and annex as well."""
    yield from (report.title, *report.about)
    for block in report.blocks:
        if isinstance(block, Table):
            yield from (block.title, *block.header, *(cell for row in block.rows for cell in row))
        elif isinstance(block, Signature):
            yield block.by
        elif not isinstance(block, Picture | Contents):
            yield block.text
    for chart in report.charts:
        yield from (chart.finding, chart.caption)
        yield from (str(cell) for row in chart.table.rows() for cell in row)
        yield json.dumps(json.loads(chart.figure.to_json()), ensure_ascii=False)


def names(marts: Snapshot) -> list[str]:
    """What has no English name: paths, sheets, headers and units of files, titles of publications."""
    columns = [
        c for layout in load_layouts(PROJECT / "layouts").values() for c in layout.columns.values()
    ]
    found = {header for column in columns for header in column.headers}
    found |= {column.unit for column in columns if column.unit}
    found |= set(marts["dim_hand_in"]["path"])
    found |= set(marts["fct_hand_ins"]["path"])
    found |= set(marts["fct_quarantined_cells"]["sheet"])
    found |= set(marts.table("reference", "published_figures")["title"])
    return sorted(found, key=len, reverse=True)


def test_the_english_report_and_cards_hold_no_chinese_but_names(marts: Snapshot) -> None:
    known = names(marts)
    reports = list(evaluation_report(Findings.of_year(marts, 2023, "en")))
    reports += [card(marts, row, "en") for row in marts["dim_indicator"].iter_rows(named=True)]
    left = set()
    for text in (text for report in reports for text in texts(report)):
        if _CHINESE.search(text):
            for name in known:
                text = text.replace(name, "")
            left |= set(_CHINESE.findall(text))
    assert len(reports) > 10
    assert not left


def test_every_word_of_a_kind_has_an_english_name() -> None:
    kinds = {"accident_kind", "road_kind", "fire_cause", "disaster_kind"}
    words = {row["word"] for row in seed_rows("vocabulary.csv") if row["kind"] in kinds}
    assert words == seed_names("kind_names.csv", "word")
