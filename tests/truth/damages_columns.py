"""Columns, merged cells, cell addresses, and a sentence in place of a list."""

import io
import re
import zipfile

from tests.truth.damage import ALL, BOOKS, EVENTS, Pack, damage
from tests.truth.papers import HEADERS, Paper, title_of


@damage("shifted_row", "a row has slipped one cell to the right", EVENTS, rows=1)
def _(pack: Pack, paper: Paper) -> None:
    row = paper.rows[pack.dice.randrange(len(paper.events))]
    row.insert(pack.dice.randrange(4), "")


@damage("missing_column", "a needed column is gone", EVENTS)
def _(pack: Pack, paper: Paper) -> None:
    at = next(n for n, h in enumerate(paper.sheet.header) if h.startswith("死亡"))
    for row in [
        paper.sheet.header,
        *paper.rows,
        *([paper.sheet.total] if paper.sheet.total else []),
    ]:
        if len(row) > at:
            del row[at]


@damage("double_column", "two columns are both called 死亡", EVENTS, rows=1)
def _(pack: Pack, paper: Paper) -> None:
    head = next(h for h in HEADERS[paper.form] if h.startswith("死亡"))
    paper.sheet.header = [*paper.sheet.header, head]
    for row in paper.rows:
        row.append(3)


@damage("more_columns", "columns that nobody asked for, before and after", ALL)
def _(pack: Pack, paper: Paper) -> None:
    paper.sheet.header = [*paper.sheet.header, "经度", "核查情况"]
    for row in paper.rows:
        row += ["109.9", "已核"]


@damage(
    "merged_date", "the dates of two accidents are one merged cell", BOOKS, rows=2, kinds=(".xlsx",)
)
def _(pack: Pack, paper: Paper) -> None:
    first, second = paper.events[:2]
    second.at = first.at
    paper.rewrite()
    at = 3 if paper.form == "disasters" else 2
    paper.rows[1][at] = ""
    paper.sheet.merges.append((0, at, 1, at, paper.rows[0][at]))


@damage(
    "merged_deaths",
    "one merged 1 for the deaths of two accidents",
    BOOKS,
    rows=2,
    kinds=(".xlsx",),
    whole=True,
)
def _(pack: Pack, paper: Paper) -> None:
    at = next(n for n, h in enumerate(paper.sheet.header) if h.startswith("死亡"))
    for event in paper.events[:2]:
        event.deaths = 1
    paper.rewrite()
    paper.sheet.total = None
    paper.rows[1][at] = ""
    paper.sheet.merges.append((0, at, 1, at, 1))


@damage("merged_place", "one merged place for two accidents", BOOKS, rows=2, kinds=(".xlsx",))
def _(pack: Pack, paper: Paper) -> None:
    at = {"production_accidents": 3, "fires": 3, "disasters": 4}[paper.form]
    paper.rows[1][at] = ""
    paper.sheet.merges.append((0, at, 1, at, paper.rows[0][at]))


def _without_addresses(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            content = old.read(item)
            if item.filename.startswith("xl/worksheets/"):
                content = re.sub(rb'(<(?:c|row)) r="[A-Z]*\d+"', rb"\1", content)
            new.writestr(item, content)
    return out.getvalue()


@damage("no_addresses", "the sheet leaves out its cells' addresses", ALL, kinds=(".xlsx",))
def _(pack: Pack, paper: Paper) -> None:
    paper.sheet.is_dense, paper.change = True, _without_addresses


@damage(
    "no_addresses_error",
    "an error cell in a sheet without addresses",
    BOOKS,
    rows=1,
    kinds=(".xlsx",),
)
def _(pack: Pack, paper: Paper) -> None:
    from tests.truth.write import Special

    paper.sheet.is_dense, paper.change = True, _without_addresses
    paper.put(pack.dice.randrange(len(paper.events)), "deaths", Special("error", "#N/A"))


@damage("nothing_happened", "本月无事故 in place of rows, and it is true", EVENTS, whole=True)
def _(pack: Pack, paper: Paper) -> None:
    for event in paper.events:
        pack.truth.events.remove(event)
    paper.events, paper.sheet.total = [], None
    paper.sheet.rows = [[pack.dice.choice(("本月无事故", "无", "本期未发生死亡事故，零报告"))]]


@damage("see_annex", "详见附件 in place of the rows", EVENTS, rows=1)
def _(pack: Pack, paper: Paper) -> None:
    paper.sheet.total, paper.sheet.rows = (
        None,
        [[pack.dice.choice(("详见附件", "见纸质件", "同上月", "待补报"))]],
    )


@damage("sheet_title_of_other_year", "the only sheet's title names the year before", ALL)
def _(pack: Pack, paper: Paper) -> None:
    paper.sheet.title = title_of(paper.form, paper.year - 1, paper.months)


@damage("unit_row_missing", "the row with the unit is gone", ALL)
def _(pack: Pack, paper: Paper) -> None:
    paper.sheet.above = [row for row in paper.sheet.above if not str(row[0]).startswith("单位")]
