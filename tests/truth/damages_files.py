"""Files as bytes: names, kinds, cut ends, encodings, and what lies about beside them."""

import random
from pathlib import Path

from tests.truth.damage import ALL, EVENTS, Pack, Unsuited, damage
from tests.truth.papers import Paper, period_text
from tests.truth.write import content_of

ROAD = ("road_accidents",)


@damage("not_to_be_opened", "random bytes in place of the file", ALL)
def _(pack: Pack, paper: Paper) -> None:
    seed = pack.year
    paper.change = lambda data: random.Random(seed).randbytes(len(data))


@damage("cut_workbook", "the workbook is cut at half", ALL, kinds=(".xlsx", ".xls"))
def _(pack: Pack, paper: Paper) -> None:
    paper.change = lambda data: data[: len(data) // 2]


@damage("empty_file", "a file of no bytes", ALL)
def _(pack: Pack, paper: Paper) -> None:
    paper.change = lambda _: b""


@damage("wrong_extension", "the name says another kind of file than it is", ALL)
def _(pack: Pack, paper: Paper) -> None:
    data = content_of(paper)
    paper.change = lambda _: data
    paper.extension = ".xlsx" if paper.extension != ".xlsx" else pack.dice.choice((".csv", ".xls"))


@damage("other_forms_content", "the content of another form under this name", ALL)
def _(pack: Pack, paper: Paper) -> None:
    other = next(p for p in pack.papers if p.form != paper.form and p.extension == ".xlsx")
    paper.change = lambda _: content_of(other)


@damage("symbolic_link", "a link in place of the file", ALL, whole=True)
def _(pack: Pack, paper: Paper) -> None:
    pack.papers.remove(paper)

    def link(inbox: Path) -> None:
        (inbox / paper.folder).mkdir(parents=True, exist_ok=True)
        (inbox / paper.folder / f"{paper.name}{paper.extension}").symlink_to("/etc/hostname")

    pack.strays.append((1, link))


@damage("gbk_name", "the file's name in raw GBK bytes, as from an archive", ALL)
def _(pack: Pack, paper: Paper) -> None:
    paper.name_encoding = "gb18030"


@damage("controls_in_name", "a line break and an escape in the file's name", ALL)
def _(pack: Pack, paper: Paper) -> None:
    paper.name += "\x1b[31m\n"


@damage("markup_in_name", "brackets that a console takes for markup", ALL)
def _(pack: Pack, paper: Paper) -> None:
    paper.name += "[bold][red]*?"


@damage("brackets_in_folder", "a folder with [ ] and *", ALL)
def _(pack: Pack, paper: Paper) -> None:
    paper.folder += "/[2024] 报送*"


@damage("wide_digits_in_name", "full-width digits and blanks in the name", ALL)
def _(pack: Pack, paper: Paper) -> None:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    paper.name = paper.name.translate(wide).replace("年", " 年 ")


@damage("strays", "locks, thumbnails, letters and archives among the files", EVENTS)
def _(pack: Pack, paper: Paper) -> None:
    who = pack.people.next("stray file's name")

    def write(inbox: Path) -> None:
        names = (
            f"~${paper.name}.xlsx",
            "Thumbs.db",
            ".DS_Store",
            "关于报送的通知.pdf",
            "汇总.zip",
            f"{who.name}{who.phone}.docx",
            f"{paper.name}.xlsx.tmp",
            "a\nb\x1b.txt",
        )
        for name in names:
            (inbox / name).write_bytes(f"{who.name} {who.id_number}".encode())

    pack.strays.append((1, write))


@damage("cut_in_a_row", "the CSV ends in the middle of a row", ROAD, rows=2)
def _(pack: Pack, paper: Paper) -> None:
    paper.sheet.total, paper.sheet.below = None, []
    row = pack.dice.randrange(1, len(paper.events))
    number, keep = paper.events[row].number.encode(), pack.dice.randrange(40)
    paper.change = lambda data: data[: data.index(number) + len(number) + keep]


@damage("cut_in_last_cell", "the CSV ends within the last cell of a row", ROAD, rows=2)
def _(pack: Pack, paper: Paper) -> None:
    paper.sheet.total, paper.sheet.below = None, []
    plate = paper.events[pack.dice.randrange(len(paper.events) - 1)].person.plate.encode()
    paper.change = lambda data: data[: data.index(plate) + len(plate) - 1]


@damage("no_final_newline", "the CSV's last row has no line end", ROAD)
def _(pack: Pack, paper: Paper) -> None:
    paper.change = lambda data: data.rstrip(b"\r\n")


@damage("short_row", "a CSV row is shorter than its header", ROAD, rows=1)
def _(pack: Pack, paper: Paper) -> None:
    row = pack.dice.randrange(len(paper.events))
    del paper.rows[row][pack.dice.randrange(4, 10) :]


@damage("unquoted_thousands", "thousands separators without quotes make a cell more", ROAD, rows=1)
def _(pack: Pack, paper: Paper) -> None:
    row = pack.dice.randrange(len(paper.events))
    loss = paper.events[row].loss_yuan = 1_234_500
    if paper.sheet.total:
        paper.rewrite()
    paper.rows[row][6:7] = ["1", "234", f"{loss % 1000}"]


@damage("comma_in_a_cell", "a comma without quotes shifts the cells", ROAD, rows=1)
def _(pack: Pack, paper: Paper) -> None:
    row = pack.dice.randrange(len(paper.events))
    paper.rows[row][3:4] = ["追尾", "刮擦"]


@damage("open_quote", "a quote that is never closed", ROAD, rows=2)
def _(pack: Pack, paper: Paper) -> None:
    number = paper.events[pack.dice.randrange(len(paper.events))].number.encode()
    paper.change = lambda data: data.replace(number, b'"' + number, 1)


@damage("other_encoding", "UTF-16, GBK or plain UTF-8", ROAD)
def _(pack: Pack, paper: Paper) -> None:
    paper.encoding = pack.dice.choice(("utf-16", "gb18030", "utf-8", "utf-16-be"))


@damage("two_encodings", "one row of UTF-8 in a file of GB18030", ROAD, rows=1)
def _(pack: Pack, paper: Paper) -> None:
    paper.encoding, town = "gb18030", paper.events[0].town
    paper.change = lambda data: data.replace(town.encode("gb18030"), town.encode(), 1)


@damage("other_delimiter", "tabs or semicolons in place of commas", ROAD)
def _(pack: Pack, paper: Paper) -> None:
    sign = pack.dice.choice((b"\t", b";", b"|"))
    paper.change = lambda data: data.replace(b",", sign)


@damage("nul_bytes", "a block of zero bytes at the end, as after a power cut", ROAD)
def _(pack: Pack, paper: Paper) -> None:
    paper.change = lambda data: data[:-40] + b"\0" * 40


@damage("old_line_ends", "carriage returns alone end the lines", ROAD)
def _(pack: Pack, paper: Paper) -> None:
    paper.change = lambda data: data.replace(b"\r\n", b"\r")


@damage(
    "two_files_pasted", "two months' CSV files joined into one, both headers kept", ROAD, whole=True
)
def _(pack: Pack, paper: Paper) -> None:
    after = [p for p in pack.papers if p.form == paper.form and p.months[0] == paper.months[0] + 1]
    if not after:
        raise Unsuited
    paper.sheet.more += after[0].sheet.grid()


@damage("span_in_name", "the name names a span of months", EVENTS)
def _(pack: Pack, paper: Paper) -> None:
    text = period_text(paper.form, paper.year, paper.months)
    last = max(2, paper.months[-1])
    paper.name = paper.name.replace(text, f"{paper.year}年1-{last}月")
