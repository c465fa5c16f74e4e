"""Sheets, blocks, totals, headers and rows of a workbook."""

import copy

from tests.truth.damage import ALL, BOOKS, EVENTS, Pack, Unsuited, damage
from tests.truth.papers import Paper, row_of, total_of

BOOK = (".xlsx", ".xls")


def _other_month(pack: Pack, paper: Paper) -> Paper:
    others = [
        p for p in pack.papers if p.form == paper.form and p.months != paper.months and p.events
    ]
    if not others:
        raise Unsuited
    return pack.dice.choice(others)


@damage("sheet_of_other_month", "a second sheet holds another month", BOOKS, kinds=BOOK)
def _(pack: Pack, paper: Paper) -> None:
    more = copy.deepcopy(_other_month(pack, paper).sheet)
    more.name = "Sheet2"
    paper.sheets.append(more)


@damage(
    "two_sheets",
    "two sheets claim the period, the second with fewer rows",
    BOOKS,
    rows=2,
    kinds=BOOK,
)
def _(pack: Pack, paper: Paper) -> None:
    more = copy.deepcopy(paper.sheet)
    more.name, more.rows, more.total = "Sheet2", more.rows[:-1], None
    if pack.dice.random() < 0.5:
        paper.sheets.append(more)
    else:
        more.name, paper.sheet.name = "数据", "数据（终）"
        paper.sheets.append(more)


@damage(
    "second_half_on_second_sheet", "the rows go on on a second sheet", BOOKS, rows=2, kinds=BOOK
)
def _(pack: Pack, paper: Paper) -> None:
    more = copy.deepcopy(paper.sheet)
    paper.sheet.total = more.total = None
    half = len(paper.rows) // 2
    more.name, more.rows, paper.sheet.rows = "续", more.rows[half:], paper.rows[:half]
    paper.sheets.append(more)


@damage("hidden_sheet", "an old version on a hidden sheet", BOOKS, rows=2, kinds=BOOK)
def _(pack: Pack, paper: Paper) -> None:
    more = copy.deepcopy(paper.sheet)
    more.name, more.is_hidden, more.rows = "旧", True, more.rows[:-1]
    paper.sheets.append(more)


@damage("hidden_rows", "rows hidden by a filter", BOOKS, rows=1, kinds=BOOK)
def _(pack: Pack, paper: Paper) -> None:
    paper.sheet.hidden_rows = {pack.dice.randrange(len(paper.events))}


@damage("continued", "续表: title and header once more in the middle", EVENTS, rows=2)
def _(pack: Pack, paper: Paper) -> None:
    half = len(paper.rows) // 2
    paper.rows[half:half] = [[], [f"{paper.sheet.title}（续表）"], list(paper.sheet.header)]


@damage("block_of_other_month", "below, a block of another month with its own title", EVENTS)
def _(pack: Pack, paper: Paper) -> None:
    other = _other_month(pack, paper)
    paper.sheet.more += [[], *copy.deepcopy(other.sheet.grid())]


@damage("subtotals", "小计 rows among the rows", EVENTS, rows=2)
def _(pack: Pack, paper: Paper) -> None:
    half = len(paper.rows) // 2
    for at, part in ((len(paper.rows), paper.events[half:]), (half, paper.events[:half])):
        sums = total_of(paper.form, [row_of(e, 0) for e in part])
        paper.rows.insert(at, ["小计", *sums[1:]])


@damage("total_first", "合计 stands first", EVENTS)
def _(pack: Pack, paper: Paper) -> None:
    paper.sheet.total = total_of(paper.form, [row_of(e, 0) for e in paper.events])
    paper.sheet.total_first = True


@damage("total_sorted_in", "合计 was sorted in among the rows", EVENTS, rows=2)
def _(pack: Pack, paper: Paper) -> None:
    total = total_of(paper.form, [row_of(e, 0) for e in paper.events])
    paper.sheet.total = None
    paper.rows.insert(1, total)


@damage("total_wrong", "合计 is one death off", EVENTS, rows=1)
def _(pack: Pack, paper: Paper) -> None:
    total = total_of(paper.form, [row_of(e, 0) for e in paper.events])
    at = paper.sheet.header.index(next(h for h in paper.sheet.header if h.startswith("死亡")))
    total[at] = float(total[at]) + 1  # type: ignore[arg-type]
    paper.sheet.total = total


@damage(
    "rows_lost_total_left", "the last row is gone, its total stands", EVENTS, rows=2, whole=True
)
def _(pack: Pack, paper: Paper) -> None:
    paper.events[-1].deaths = max(1, paper.events[-1].deaths)
    paper.sheet.total = total_of(paper.form, [row_of(e, 0) for e in paper.events])
    del paper.rows[-1]


@damage("sums_of_months", "sums since January among the rows", EVENTS)
def _(pack: Pack, paper: Paper) -> None:
    word = pack.dice.choice(
        ("1—3月累计", "上半年", "累计", "本年累计", "去年同期", "其中：重点行业")
    )
    total = total_of(paper.form, [row_of(e, 0) for e in pack.truth.of(paper.form, range(1, 13))])
    paper.rows.append([word, *total[1:]])


@damage("row_below_footer", "a forgotten accident was added below the footer", EVENTS, rows=2)
def _(pack: Pack, paper: Paper) -> None:
    paper.sheet.below.append(["注：本表由各苏木镇报送。"])
    paper.sheet.more.append(paper.rows.pop())


@damage("row_above_header", "sorting moved an accident above the header", EVENTS, rows=2)
def _(pack: Pack, paper: Paper) -> None:
    paper.sheet.above.append(paper.rows.pop(0))


@damage("blank_rows", "empty rows between the rows", ALL)
def _(pack: Pack, paper: Paper) -> None:
    paper.rows.insert(len(paper.rows) // 2, [])
    paper.rows.insert(0, [])
