"""Cells and rows: counts, dates, numbers, remarks."""

from datetime import datetime, timedelta

from tests.truth.damage import BOOKS, cell_damage, count_damage
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
cell_damage(
    "date_real",
    "the date as a date of the spreadsheet",
    "at",
    lambda c, _: datetime.fromisoformat(str(c)),
    forms=BOOKS,
)
cell_damage(
    "date_no_year",
    "3月5日 without a year",
    "at",
    lambda c, _: f"{int(str(c)[5:7])}月{int(str(c)[8:10])}日",
)
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
cell_damage(
    "date_close",
    "20240305 or 202403051420",
    "at",
    lambda c, d: "".join(filter(str.isdigit, str(c)))[: d.choice((8, 12))],
)
cell_damage("yes_blank", "是否 left blank", "yes", lambda *_: "", forms=("production_accidents",))
cell_damage(
    "yes_other",
    "a word for 是否",
    "yes",
    lambda c, d: d.choice(("待定", "是？", "1是", "部分")),
    forms=("production_accidents",),
)
cell_damage(
    "yes_sign",
    "√ and × for 是 and 否",
    "yes",
    lambda c, _: "√" if c == "是" else "×",
    forms=("production_accidents",),
)
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
cell_damage(
    "key_like_id",
    "a number like an identity card's",
    "key",
    lambda c, d: f"15062119880{d.randrange(1, 10)}07{d.randrange(10**4):04}",
)
cell_damage(
    "key_like_phone", "达交15062124001", "key", lambda c, d: f"达交150621{d.randrange(10**5):05}"
)
cell_damage(
    "grade_unknown", "an unknown grade", "grade", lambda *_: "Ⅳ级", forms=("production_accidents",)
)
