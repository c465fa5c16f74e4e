"""Where lines and pages end, as office programs end them."""

from types import SimpleNamespace
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from analysis.report.measure import lines
from analysis.report.word.flow import made_sure
from analysis.report.word.items import Item
from analysis.report.word.paper import element, keep_with_next


@pytest.mark.parametrize(
    ("text", "room", "count"),
    [
        ("2016年1月1日", 6.8, 2),  # between digits and characters stands a blank
        ("分母沿用2009年12月31日存量", 8.95, 2),  # and lines end there
        ("全国道路交通事故万车死亡率（人/万车）", 6.37, 3),  # beside marks stands none
        ("安监总厅统计〔2016〕80号", 12.25, 1),
        ("Dated goals of the three-year action on root causes", 10.9, 2),  # after a hyphen
    ],
)
def test_cells_have_the_lines_that_libreoffice_gives_them(
    text: str, room: float, count: int
) -> None:
    assert lines(text, room, hangs=False) == count


def test_marks_stand_beyond_the_end_of_a_line_but_not_in_a_table() -> None:
    assert (lines("一二三四，", 4.2), lines("一二三四，", 4.2, hangs=False)) == (1, 2)


def paper() -> Any:
    return SimpleNamespace(height=100.0, document=Document())


def item(paper: Any, height: float, name: str = "", doubt: float = 0.0) -> Item:
    """A paragraph; a heading where it has a name."""
    paragraph = paper.document.add_paragraph("字")._p
    if name:
        paragraph.get_or_add_pPr().append(element("outlineLvl", val=0))
        paragraph.append(element("bookmarkStart", id=1, name=name))
        keep_with_next(paragraph)
    return Item(paragraph, [height], bool(name), doubt=doubt)


def breaks(item: Item) -> bool:
    return item.element.find(f".//{qn('w:pageBreakBefore')}") is not None


def test_a_page_that_some_would_end_later_is_ended_so_that_a_number_holds() -> None:
    on = paper()
    first, near, more = item(on, 60), item(on, 42), item(on, 40)
    note, heading, after = item(on, 16), item(on, 20, "here"), item(on, 10)
    groups = [[first], [near], [more], [note], [heading, after]]
    # `near` may yet stand on the first page, then `heading` would on the second
    assert made_sure(on, groups) == {"here": 3}
    assert [breaks(one) for one in (first, near, more, note)] == [False, True, False, False]


def test_a_page_that_all_end_alike_is_left_to_the_program() -> None:
    on = paper()
    items = [item(on, 60), item(on, 60), item(on, 20, "here"), item(on, 10)]
    assert made_sure(on, [[items[0]], [items[1]], items[2:]]) == {"here": 2}
    assert not any(map(breaks, items))
