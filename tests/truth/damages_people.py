"""People in every text place of a hand-in; what is true stays as it was."""

from collections.abc import Callable

from tests.truth.damage import ALL, EVENTS, Pack, damage
from tests.truth.papers import COLUMNS, Paper
from tests.truth.people import Person


def _written(person: Person, dice) -> str:
    """The person as clerks write one: with a word before or without, spaced, widened, in lower case."""
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    spaced = f"{person.phone[:3]} {person.phone[3:7]} {person.phone[7:]}"
    return dice.choice(
        (
            f"联系人{person.name}{person.phone}",
            f"{person.name}，{person.id_number}",
            f"{person.name} {person.id_number.lower().translate(wide)}",
            f"{person.name}（{spaced}）",
            f"{person.name}驾{person.plate}",
            f"{person.mail} {person.name}",
            f"{person.name}{person.landline}",
            person.name,
        )
    )


def _planted(name: str, what: str, forms, put: Callable[[Pack, Paper, str], None], **more) -> None:
    def do(pack: Pack, paper: Paper) -> None:
        put(pack, paper, _written(pack.people.next(what), pack.dice))

    damage(f"people_in_{name}", f"a person in {what}", forms, **more)(do)


def _event_cell(column: str) -> Callable[[Pack, Paper, str], None]:
    def put(pack: Pack, paper: Paper, text: str) -> None:
        row = pack.dice.randrange(len(paper.events))
        paper.put(row, column, text)

    return put


def _file(pack: Pack, paper: Paper, text: str) -> None:
    paper.name += f"_{text}".replace("/", "")


def _folder(pack: Pack, paper: Paper, text: str) -> None:
    paper.folder += f"/{text}"


def _sheet(pack: Pack, paper: Paper, text: str) -> None:
    paper.sheet.name = text[:31]


def _title(pack: Pack, paper: Paper, text: str) -> None:
    paper.sheet.title += f"（{text}）"


def _unit_row(pack: Pack, paper: Paper, text: str) -> None:
    row = paper.sheet.above[0] if paper.sheet.above else [""]
    paper.sheet.above = [[f"填报：{text}"], row]


def _header(pack: Pack, paper: Paper, text: str) -> None:
    paper.sheet.header = [*paper.sheet.header, text]
    for row in paper.rows:
        row.append(1)


def _header_missing(pack: Pack, paper: Paper, text: str) -> None:
    """The needed column bears a person's name, so that the message must quote the headers."""
    paper.sheet.header[COLUMNS[paper.form]["deaths"]] = text


def _footer(pack: Pack, paper: Paper, text: str) -> None:
    paper.sheet.below.append([f"制表 {text}"])


def _remark(pack: Pack, paper: Paper, text: str) -> None:
    if "备注" not in paper.sheet.header:
        paper.sheet.header = [*paper.sheet.header, "备注"]
        for row in paper.rows:
            row.append("")
    paper.rows[0][paper.sheet.header.index("备注")] = text


def _first_cell(pack: Pack, paper: Paper, text: str) -> None:
    paper.rows[-1][0] = text


def _company(pack: Pack, paper: Paper, text: str) -> None:
    """The person of the row's own personal column, so that the name can be known."""
    person = paper.events[0].person
    paper.put(0, "company", f"某公司（法人{person.name}，{person.phone}）")


def _several(pack: Pack, paper: Paper, text: str) -> None:
    """Several people in one personal cell, and one of them in the kind of accident."""
    two = [
        pack.people.next("a personal cell of several"),
        pack.people.next("a personal cell of several"),
    ]
    at = {"production_accidents": 13, "road_accidents": 8}[paper.form]
    paper.rows[0][at] = pack.dice.choice(("、", " ", "，", "/", "\n")).join(p.name for p in two)
    paper.put(0, "kind", f"{two[1].name}坠落")


_planted("file_name", "the file's name", ALL, _file)
_planted("folder", "the folder's name", ALL, _folder)
_planted("sheet_name", "the sheet's name", ALL, _sheet, kinds=(".xlsx", ".xls"))
_planted("title", "the title", ALL, _title)
_planted("unit_row", "the row of the unit", ALL, _unit_row)
_planted("header", "a header that nobody asked for", ALL, _header)
_planted("header_missing", "the header of a needed column", EVENTS, _header_missing)
_planted("footer", "the footer", ALL, _footer)
_planted("remark", "备注", EVENTS, _remark, rows=1)
_planted(
    "first_cell",
    "the first cell of the last row",
    ("gdp", "population", "motor_vehicles", "target_progress"),
    _first_cell,
)
_planted("company", "the company", ("production_accidents",), _company, rows=1)
_planted(
    "several",
    "one of several in a personal cell",
    ("production_accidents", "road_accidents"),
    _several,
    rows=1,
)
for _column, _what in (
    ("key", "the accident's number"),
    ("place", "the place"),
    ("kind", "the kind of accident"),
    ("deaths", "a count"),
    ("at", "the date"),
    ("loss", "the loss"),
):
    _planted(_column, _what, EVENTS, _event_cell(_column), rows=1)
_planted("yes_no", "是否", ("production_accidents", "road_accidents"), _event_cell("yes"), rows=1)
_planted("grade", "the grade", ("production_accidents",), _event_cell("grade"), rows=1)
