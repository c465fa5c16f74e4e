"""Cells and rows: counts, dates, numbers, remarks."""

from datetime import datetime, timedelta

from tests.truth.damage import BOOKS, EVENTS, Pack, Unsuited, cell_damage, count_damage, damage
from tests.truth.papers import Paper, row_of, total_of
from tests.truth.write import Special

SHEET = (".xlsx", ".xls")

count_damage("circled", "a footnote's circle after a count: 2①", 2, "2①")
count_damage("raised", "a raised digit after a count: 1²", 1, "1²")
count_damage("starred", "a star after a count: 3*", 3, "3*")
count_damage("in_words", "a count in words: 两人", 2, "两人")
count_damage("half_a_death", "1.5 in a count", 2, 1.5)
count_damage("minus_one", "-1 in a count", 1, -1)
count_damage("twenty_digits", "20 digits in a count", 1, "12345678901234567890")
count_damage("bracketed", "1（含1人送医后死亡）", 2, "1（含1人送医后死亡）")
count_damage("about", "约2", 2, "约2")
count_damage("sum_in_a_cell", "1+1 in a count", 2, "1+1")
count_damage("letter_for_digit", "l in place of 1", 1, "l")
count_damage("percent_in_count", "—% in a count", 1, "—%")
count_damage("unknown_yet", "待核 in a count", 1, "待核")
count_damage("wide_count", "a full-width count", 2, "２")
count_damage("roman", "Ⅱ in a count", 2, "Ⅱ")
count_damage("two_lines", "two numbers in one cell", 2, "1\n1")
count_damage("date_in_count", "a count that became a date", 2, datetime(1900, 1, 2), kinds=SHEET)
count_damage("bool_in_count", "是 in a count", 1, "是")
count_damage("error_in_count", "#N/A in a count", 1, Special("error", "#N/A"), kinds=SHEET)
count_damage(
    "formula_in_count", "a formula never calculated", 2, Special("formula", "=1+1"), kinds=SHEET
)
count_damage("error_text", "#REF! as text in a CSV", 1, "#REF!")


def _serial(cell: object, _: object) -> object:
    return (datetime.fromisoformat(str(cell)) - datetime(1899, 12, 30)) / timedelta(days=1)


cell_damage("date_serial", "the date as a serial number", "at", _serial, forms=BOOKS)
cell_damage("date_real", "the date as a date of the spreadsheet", "at", lambda c, _: datetime.fromisoformat(str(c)), forms=BOOKS)  # fmt: skip
cell_damage("date_no_year", "3月5日 without a year", "at", lambda c, _: f"{int(str(c)[5:7])}月{int(str(c)[8:10])}日")  # fmt: skip
cell_damage("date_blank", "no date", "at", lambda *_: "")
cell_damage("date_impossible", "2月31日", "at", lambda c, _: f"{str(c)[:4]}-02-31 10:00")
cell_damage("date_zero", "0000-00-00", "at", lambda *_: "0000-00-00")
cell_damage("date_afternoon", "下午3点 after the date", "at", lambda c, _: f"{str(c)[:10]} 下午3点")
cell_damage("date_afternoon_alone", "下午3点 in place of a date", "at", lambda *_: "下午3点")
cell_damage(
    "date_other_year", "a year mistyped", "at", lambda c, _: f"{int(str(c)[:4]) - 10}{str(c)[4:]}"
)
cell_damage(
    "date_two_digits", "the year in two digits", "at", lambda c, _: str(c)[2:10].replace("-", ".")
)
cell_damage(
    "date_american", "03/05/2024", "at", lambda c, _: f"{str(c)[5:7]}/{str(c)[8:10]}/{str(c)[:4]}"
)
cell_damage("date_24", "24:00 as the time", "at", lambda c, _: f"{str(c)[:10]} 24:00")
cell_damage("date_span", "a date and another", "at", lambda c, _: f"{str(c)[:10]}至{str(c)[:10]}")
cell_damage("date_close", "20240305 or 202403051420", "at", lambda c, d: "".join(filter(str.isdigit, str(c)))[: d.choice((8, 12))])  # fmt: skip
cell_damage("yes_blank", "是否 left blank", "yes", lambda *_: "", forms=("production_accidents",))
cell_damage("yes_other", "a word for 是否", "yes", lambda c, d: d.choice(("待定", "是？", "1是", "部分")), forms=("production_accidents",))  # fmt: skip
cell_damage("yes_sign", "√ and × for 是 and 否", "yes", lambda c, _: "√" if c == "是" else "×", forms=("production_accidents",))  # fmt: skip
cell_damage("loss_in_words", "面议 in the loss", "loss", lambda *_: "待评估")
cell_damage("loss_huge", "32 digits in the loss", "loss", lambda *_: "9" * 32)
cell_damage("loss_unit", "12万元 in a cell", "loss", lambda *_: "12万元")
cell_damage("place_unknown", "a place that nobody knows", "place", lambda *_: "某某镇")
cell_damage("place_blank", "no place", "place", lambda *_: "")
cell_damage("kind_strange", "a number in place of a kind", "kind", lambda *_: 3)
cell_damage(
    "kind_error",
    "#N/A in place of a kind",
    "kind",
    lambda *_: Special("error", "#N/A"),
    forms=BOOKS,
)
cell_damage("key_missing", "an accident without number", "key", lambda *_: "")
cell_damage("key_in_words", "待编 as the number", "key", lambda *_: "待编")
cell_damage("key_like_id", "a number like an identity card's", "key", lambda c, d: f"15062119880{d.randrange(1, 10)}07{d.randrange(10**4):04}")  # fmt: skip
cell_damage(
    "key_like_phone", "达交15062124001", "key", lambda c, d: f"达交150621{d.randrange(10**5):05}"
)
cell_damage(
    "grade_unknown", "an unknown grade", "grade", lambda *_: "Ⅳ级", forms=("production_accidents",)
)


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
