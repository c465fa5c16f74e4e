"""Rows: numbers alike or gone, accidents twice or elsewhere, remarks that call a row void."""

from tests.truth.damage import BOOKS, EVENTS, Pack, Unsuited, damage
from tests.truth.papers import Paper, row_of, total_of

SHEET = (".xlsx", ".xls")


@damage("key_like_phone_all", "all numbers like 达交15062124001", EVENTS, rows=1)
def _(pack: Pack, paper: Paper) -> None:
    start = pack.dice.randrange(10**4) * 10
    for row in range(len(paper.events)):
        paper.put(row, "key", f"达交150621{start + row:05}")


@damage(
    "keys_as_floats", "numbers rounded by a spreadsheet, so that they are alike", EVENTS, rows=2
)
def _(pack: Pack, paper: Paper) -> None:
    for row in range(len(paper.events)):
        at = paper.events[row].at
        paper.put(
            row,
            "key",
            float(f"150621{at:%Y%m}0000000") if paper.extension != ".csv" else "1.50621E+17",
        )


@damage("keys_repeated", "two accidents bear one number", EVENTS, rows=2)
def _(pack: Pack, paper: Paper) -> None:
    paper.put(1, "key", paper.take(0, "key"))


@damage("keys_restart", "numbers start again at 1 in every file", EVENTS, whole=True)
def _(pack: Pack, paper: Paper) -> None:
    for other in [p for p in pack.papers if p.form == paper.form]:
        for row in range(len(other.events)):
            other.put(row, "key", f"{row + 1}")


@damage("keys_missing", "no accident has a number", EVENTS, rows=1)
def _(pack: Pack, paper: Paper) -> None:
    for row in range(len(paper.events)):
        paper.put(row, "key", pack.dice.choice(("", "/", "—")))


@damage("written_twice", "an accident stands twice", EVENTS, rows=1, whole=True)
def _(pack: Pack, paper: Paper) -> None:
    paper.sheet.total = None
    paper.rows.append(list(paper.rows[0]))


@damage(
    "written_twice_renumbered",
    "an accident stands twice with two numbers",
    EVENTS,
    rows=1,
    whole=True,
)
def _(pack: Pack, paper: Paper) -> None:
    paper.sheet.total = None
    paper.events[0].deaths = max(1, paper.events[0].deaths)
    paper.rewrite()
    paper.rows.append(list(paper.rows[0]))
    paper.rows[-1][row_of(paper.events[0], 1).index(paper.events[0].number)] += "1"  # type: ignore[operator]


def _next_month(pack: Pack, paper: Paper) -> Paper:
    after = [p for p in pack.papers if p.form == paper.form and p.months[0] == paper.months[-1] + 1]
    if not after:
        raise Unsuited
    return after[0]


@damage(
    "in_two_months",
    "an accident stands in the month after, too",
    ("production_accidents", "road_accidents"),
    rows=1,
    whole=True,
)
def _(pack: Pack, paper: Paper) -> None:
    after = _next_month(pack, paper)
    after.sheet.total = None
    after.rows.append(list(paper.rows[0]))


@damage(
    "in_two_months_redated",
    "it stands in the month after with a date of that month",
    ("production_accidents", "road_accidents"),
    rows=1,
    whole=True,
)
def _(pack: Pack, paper: Paper) -> None:
    after, event = _next_month(pack, paper), paper.events[0]
    event.deaths = max(1, event.deaths)
    paper.rewrite()
    after.sheet.total = None
    after.rows.append(list(paper.rows[0]))
    at = next(n for n, cell in enumerate(after.rows[-1]) if cell == f"{event.at:%Y-%m-%d %H:%M}")
    after.rows[-1][at] = f"{event.at.year}-{after.months[0]:02}-01 08:00"


@damage(
    "late_row",
    "an accident is handed in with the month after",
    ("production_accidents", "road_accidents"),
    rows=2,
    whole=True,
)
def _(pack: Pack, paper: Paper) -> None:
    after = _next_month(pack, paper)
    after.sheet.total = paper.sheet.total = None
    after.rows.append(paper.rows.pop())


@damage(
    "since_january",
    "the file holds all rows since January",
    ("production_accidents", "road_accidents"),
    whole=True,
)
def _(pack: Pack, paper: Paper) -> None:
    paper.sheet.total = None
    before = pack.truth.of(paper.form, range(1, paper.months[0]))
    paper.rows[:0] = [row_of(e, n) for n, e in enumerate(before, start=1)]


def _extra(paper: Paper, remark: str, number: str) -> list[object]:
    """One more row that is no accident, its remark in 备注 or in a column of its own."""
    event = paper.events[0]
    deaths, event.deaths = event.deaths, 2
    row = row_of(event, 9)
    event.deaths = deaths
    row[row.index(event.number)] = number
    if "备注" not in paper.sheet.header:
        paper.sheet.header = [*paper.sheet.header, "备注"]
        for other in paper.rows:
            other.append("")
        row.append("")
    row[paper.sheet.header.index("备注")] = remark
    return row


@damage("note_in_remark", "注：1人送医后死亡 in 备注", EVENTS, rows=1)
def _(pack: Pack, paper: Paper) -> None:
    row = _extra(paper, "", "")
    del row
    at = paper.sheet.header.index("备注")
    words = ("注：1人送医后死亡", "合计1人", "说明：已结案", "备注：联系电话已核", "其中：外籍1人")
    paper.rows[0][at] = pack.dice.choice(words)


@damage("void_by_remark", "a row that its remark calls void", EVENTS, rows=1, whole=True)
def _(pack: Pack, paper: Paper) -> None:
    paper.sheet.total = None
    word = pack.dice.choice(("此条作废", "重复，不计", "已撤销", "误报，请删除"))
    paper.rows.append(_extra(paper, word, f"{paper.events[0].number}9"))


@damage("struck_out", "a row struck out by its format", BOOKS, rows=1, kinds=SHEET, whole=True)
def _(pack: Pack, paper: Paper) -> None:
    paper.sheet.total = None
    paper.rows.append(_extra(paper, "", f"{paper.events[0].number}9"))
    paper.sheet.struck_rows.add(len(paper.rows) - 1)


@damage("sample_row", "the template's sample row still stands first", EVENTS, rows=1, whole=True)
def _(pack: Pack, paper: Paper) -> None:
    paper.sheet.total = None
    row = _extra(paper, "示例", "示例001")
    row[0] = "例" if paper.form != "road_accidents" else row[0]
    paper.rows.insert(0, row)


@damage(
    "grade_against_deaths",
    "较大 with one death, in truth three",
    ("production_accidents",),
    rows=1,
    whole=True,
)
def _(pack: Pack, paper: Paper) -> None:
    paper.events[0].deaths = 3
    paper.rewrite()
    paper.sheet.total = None
    paper.put(0, "deaths", 1)


@damage("row_against_total", "a death less in a row than in 合计", EVENTS, rows=1, whole=True)
def _(pack: Pack, paper: Paper) -> None:
    paper.events[0].deaths = 2
    paper.rewrite()
    paper.sheet.total = total_of(paper.form, paper.rows)
    paper.put(0, "deaths", 1)


@damage("all_refused", "no row's deaths can be read", EVENTS, rows=1, whole=True)
def _(pack: Pack, paper: Paper) -> None:
    paper.sheet.total = None
    for row in range(len(paper.events)):
        paper.put(row, "deaths", pack.dice.choice(("两人", "?", "不详")))


@damage("apostrophe", "text marks before numbers", EVENTS, rows=1)
def _(pack: Pack, paper: Paper) -> None:
    paper.put(0, "deaths", f"'{paper.take(0, 'deaths')}")
