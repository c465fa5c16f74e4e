"""The Word document: contents, signature, tables that fit, pictures without holes, a template."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

import plotly.graph_objects as go
import polars as pl
import pytest
from docx import Document
from docx.document import Document as Doc
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from analysis.charts import Chart
from analysis.messages import Lang
from analysis.report.blocks import (
    Block,
    Contents,
    Heading,
    Paragraph,
    Picture,
    Report,
    Signature,
    Table,
)
from analysis.report.columns import shared_out
from analysis.report.docx import write_docx
from analysis.report.measure import ems
from analysis.report.word.heights import Heights
from analysis.report.word.template import TemplateError

WIDTH = 156 / 25.4 * 72  # points between the standard's margins
SENTENCE = "全旗一年的死亡人数少，率的年际变化多在随机波动之内。"


def written(
    blocks: Sequence[Block],
    lang: Lang = "zh",
    template: Path | None = None,
) -> Doc:
    report = Report("评估报告", ["编制日期"], list(blocks))
    return Document(io.BytesIO(write_docx(report, lang, template)))


def texts(document: Doc) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def chart(key: str, height: int = 240) -> Chart:
    """A chart whose plot is so many px high."""
    figure = go.Figure(go.Scatter(x=[1, 2, 3], y=[1, 3, 2], name="甲"))
    figure.update_layout(height=height, margin=dict.fromkeys("tb", 0))
    return Chart(key, figure, "发现", f"图 {key}", "单位", "来源", pl.DataFrame())


def converted(source: Path, kind: str, *reader: str) -> Path:
    """`source` as LibreOffice writes it as `kind`."""
    folder = source.parent
    profile = f"-env:UserInstallation=file://{folder}/profile"
    words = ["soffice", profile, "--headless", *reader, "--convert-to", kind]
    words += ["--outdir", str(folder), str(source)]
    subprocess.run(words, check=True, capture_output=True, timeout=180)
    return source.with_suffix(f".{kind.split(':')[0]}")


def pages_of(document: Doc, folder: Path) -> list[str]:
    """The text of each page that LibreOffice makes of the document."""
    document.save(str(folder / "report.docx"))
    pdf = converted(folder / "report.docx", "pdf")
    words = ["pdftotext", "-layout", str(pdf), "-"]
    found = subprocess.run(words, check=True, capture_output=True)
    return found.stdout.decode().split("\f")


needs_office = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")), reason="no office program"
)


# contents


def chapters(count: int, paragraphs: int) -> list[Block]:
    blocks: list[Block] = [Contents()]
    for part in range(1, count + 1):
        blocks += [Heading(f"部分{part}", 1), Heading(f"章节{part}", 2)]
        blocks += [Paragraph(SENTENCE * 4)] * paragraphs
    return blocks


def listed(document: Doc) -> list[tuple[str, int]]:
    """The lines of the contents: heading and page."""
    lines = [p.text.split("\t") for p in document.paragraphs if p.style.name.startswith("toc ")]
    return [(heading, int(page)) for heading, page in lines]


def test_contents_are_filled_and_lead_to_the_headings() -> None:
    document = written(chapters(4, 6))
    lines = listed(document)
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert [heading for heading, _ in lines] == headings
    assert headings[:2] == ["一、部分1", "（一）章节1"]
    pages = [page for _, page in lines]
    assert pages == sorted(pages) and pages[0] == 1 and pages[-1] > 3
    body = document.element.body
    marks = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))] == marks
    codes = [code.text.strip() for code in body.iter(qn("w:instrText"))]
    assert codes[0].startswith("TOC ") and codes[1:] == [rf"PAGEREF {mark} \h" for mark in marks]
    kinds = [each.get(qn("w:fldCharType")) for each in body.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == len(codes)
    # Word would ask whoever opens the report
    assert document.settings.element.find(qn("w:updateFields")) is None


def test_contents_of_many_sections_list_the_parts_alone() -> None:
    document = written(chapters(12, 1))
    assert [heading for heading, _ in listed(document)][:2] == ["一、部分1", "二、部分2"]
    code = next(document.element.body.iter(qn("w:instrText"))).text
    assert '"1-1"' in code


@needs_office
@pytest.mark.slow
def test_contents_name_the_pages_that_an_office_program_makes(tmp_path: Path) -> None:
    blocks = chapters(5, 7)
    rows = [[str(year), "1,234", "0.0078", "2025-12-31"] for year in range(2000, 2030)]
    blocks += [
        Table("长表", ["年份", "分子", "率", "日期"], rows),
        Heading("末尾", 1),
        Paragraph(SENTENCE),
    ]
    document = written(blocks)
    lines = listed(document)
    pages = pages_of(document, tmp_path)
    plain = ["".join(page.split()) for page in pages]
    assert "目录" in plain[0] and "一、部分1..." in plain[0]  # filled, without an update
    bodies = [re.sub(r"[^.]+?\.{4,}\d+", "", page) for page in plain]
    real = [next(at for at, page in enumerate(bodies, 1) if name in page) for name, _ in lines]
    # the reckoning may be a line off, and a heading at a page's edge then a page
    assert all(abs(page - at) <= 1 for (_, page), at in zip(lines, real, strict=True))
    assert sum(page == at for (_, page), at in zip(lines, real, strict=True)) >= len(lines) - 2


# signature


@pytest.mark.parametrize(
    ("by", "from_the_right"),
    [
        # the name two characters from the edge, the day begins two characters to its right
        ("达拉特旗应急管理局", (2, 2)),
        ("推进城市安全发展工作组办公室", (2, 7)),
        # a day longer than the name keeps the two characters, the name moves by what it lacks
        ("安委办", (8, 2)),
    ],
)
def test_a_signature_stands_as_the_standard_says(by: str, from_the_right: tuple[int, int]) -> None:
    document = written([Paragraph(SENTENCE), Signature(by, "2026年11月30日")])
    text, name, day = document.paragraphs[-3:]
    assert (name.text, day.text) == (by, "2026年11月30日")
    away = [line.paragraph_format.right_indent.pt / 16 for line in (name, day)]
    assert away == pytest.approx(from_the_right)
    assert text.paragraph_format.keep_with_next and name.paragraph_format.keep_with_next


def test_a_signature_stays_with_a_table_before_it() -> None:
    table = Table("表", ["年份"], [["2024"], ["2025"]])
    document = written([table, Signature("办公室", "2026年11月30日")])
    kept = [
        row.cells[0].paragraphs[0].paragraph_format.keep_with_next
        for row in document.tables[0].rows
    ]
    assert all(kept)


# tables


def widths(document: Doc, at: int = 0) -> list[float]:
    return [int(each.get(qn("w:w"))) / 20 for each in document.tables[at]._tbl.tblGrid]


def size(document: Doc, at: int = 0) -> float:
    return next(document.tables[at]._tbl.iter(qn("w:sz"))).val.pt  # type: ignore[no-any-return]


YEARS = [
    [
        str(year),
        "1,234",
        "51,243,640,000",
        "0.0021—0.0200",
        "PD-2025",
        f"{year}-12-31",
        SENTENCE * 3,
    ]
    for year in range(2017, 2026)
]
HEAD = ["年份", "分子", "分母", "95%区间", "追溯码", "日期", "说明"]


def test_nothing_breaks_in_its_cell() -> None:
    document = written([Table("历年", HEAD, YEARS)])
    room = [(width - 6) / size(document) for width in widths(document)]
    for at, cell in enumerate(YEARS[0][:6]):
        assert room[at] > ems(cell)
    assert sum(widths(document)) == pytest.approx(WIDTH, abs=0.5)
    assert room[6] > max(room[:6])  # the text has what is left


def test_numbers_stand_right_words_left_and_the_header_centred() -> None:
    rows = [["甲", "1,234", "-3.5%", "—", "●", "PD-1"], ["乙", "—", "<= 8", "2—3", "", "PD-2"]]
    document = written([Table("表", ["名", "数", "变化", "区间", "有", "代码"], rows)])
    head, *body = document.tables[0].rows
    sides = [cell.paragraphs[0]._p.pPr.jc_val for cell in body[0].cells]
    assert [str(side).split()[0].lower() for side in sides] == [
        "center",
        "right",
        "right",
        "right",
        "center",
        "left",
    ]
    assert {cell.paragraphs[0].alignment for cell in head.cells} == {1}
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in (head, *body))
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None


def kept_rows(document: Doc) -> list[bool]:
    rows = document.tables[0].rows
    return [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in rows]


def test_a_small_table_is_kept_whole_and_a_large_one_breaks_between_rows() -> None:
    small = written([Table("表", ["年份", "数"], [["2024", "1"]] * 8)])
    assert kept_rows(small) == [True] * 8 + [False]
    large = written([Table("表", ["年份", "数"], [["2024", "1"]] * 40)])
    assert kept_rows(large) == [True] + [False] * 38 + [True, False]
    caption = next(p for p in large.paragraphs if p.text.startswith("表1"))
    assert caption.paragraph_format.keep_with_next


def test_a_heading_of_rows_goes_across_the_table() -> None:
    rows = [
        ["（一）提升监测预警能力", "", ""],
        ["1. 平台", "已达到", "甲"],
        ["2. 网", "无数据", "乙"],
    ]
    table = written([Table("任务", ["任务", "状态", "单位"], rows)]).tables[0]
    spans = [[cell.grid_span for cell in row._tr.tc_lst] for row in table.rows]
    assert spans == [[1, 1, 1], [3], [1, 1, 1], [1, 1, 1]]
    assert table.rows[1].cells[0].paragraphs[0].paragraph_format.keep_with_next


def test_a_share_and_its_month_go_to_a_line_each_where_one_has_no_room() -> None:
    head = ["目标", "数值", "日期", "说明"]
    rows = [["目标名称很长" * 3, "100%（2026年10月）", "2026年12月31日", SENTENCE * 2]] * 3
    document = written([Table("目标", [*head, *head], [[*row, *row] for row in rows])])
    cells = document.tables[0].rows[1].cells
    assert cells[1].text == "100%\n（2026年10月）"
    room = [(width - 6) / size(document) for width in widths(document)]
    assert room[1] > ems("（2026年10月）") and room[2] > ems("2026年12月31日")


def test_rows_take_the_fewest_lines() -> None:
    rows = [["甲" * 12, "乙" * 30, "丙" * 30], ["甲" * 12, "乙" * 31, "丙" * 5]]
    found = shared_out(["名", "其一", "其二"], rows, [False] * 3, 49)
    assert sum(found) == pytest.approx(49)
    tallest = [max(-(-len(c) // (w - 0.5)) for c, w in zip(r, found, strict=True)) for r in rows]
    assert sum(tallest) <= 4


def test_a_text_that_just_fits_has_room_for_the_rules_beside_it() -> None:
    header = ["项目", "得分范围", "原因"]
    rows = [["名" * 30, "0—2", "规则文本未得到，不计分"]]
    _, points, reason = shared_out(header, rows, [False] * 3, 45.0)
    assert points > ems("得分范围") + 0.1
    assert reason > ems("规则文本未得到，不计分") + 0.1


@pytest.mark.parametrize(("face", "line"), [("宋体", 1.3), ("Noto Serif CJK SC", 1.45)])
def test_lines_of_a_template_are_as_tall_as_those_of_its_face(face: str, line: float) -> None:
    document = Document()
    normal = document.styles["Normal"]
    normal.font.size, normal.paragraph_format.line_spacing = Pt(12), 1.0
    normal.paragraph_format.space_after = Pt(0)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    paragraph = document.add_paragraph("一行")
    assert Heights(document).paragraph(paragraph._p, 400) == [pytest.approx(12 * line)]


def test_no_empty_paragraph_stands_beside_a_table() -> None:
    document = written([Table("甲", ["a"], [["1"]]), Table("乙", ["a"], [["1"]]), Paragraph("后")])
    assert "" not in texts(document)


def test_long_names_over_marks_stand_upright() -> None:
    names = [f"第{at}个很长的单位名称" for at in range(12)]
    rows = [[f"任务{at}：加强监测预警平台建设", *["●"] * 12] for at in range(6)]
    ways = {"zh": "tbRl", "en": "btLr"}
    for lang in ("zh", "en"):
        document = written([Table("矩阵", ["任务", *names], rows)], lang=lang)
        assert len(document.tables) == 1 and size(document) == 9
        found = [
            each.get(qn("w:val")) for each in document.tables[0]._tbl.iter(qn("w:textDirection"))
        ]
        assert found == [ways[lang]] * 12
        assert widths(document)[0] > 3 * widths(document)[1]
        height = document.tables[0].rows[0].height
        assert height is not None and height.pt > 9 * 9


def test_a_table_too_wide_takes_smaller_type_and_then_goes_on_below() -> None:
    def table(columns: int) -> Table:
        return Table("宽", ["年份", *["数"] * columns], [["2024", *["123,456,789"] * columns]] * 3)

    narrow, wide, wider = (written([table(columns)]) for columns in (4, 7, 14))
    assert size(narrow) == 9 and len(narrow.tables) == 1
    assert size(wide) in (8, 7.5) and len(wide.tables) == 1
    assert len(wider.tables) > 1
    firsts = [t.rows[1].cells[0].text for t in wider.tables]
    assert firsts == ["2024"] * len(firsts)
    assert sum(len(t.columns) - 1 for t in wider.tables) == 14
    assert [t for t in texts(wider) if t.startswith("表")][1] == "表1　宽（续）"
    for at in range(len(wider.tables)):
        assert all((w - 6) / size(wider, at) > ems("123,456,789") for w in widths(wider, at)[1:])


def test_a_code_in_a_long_text_does_not_break_after_its_hyphen() -> None:
    text = f"{SENTENCE}编号PD-2025的文件，{SENTENCE}"
    document = written([Table("表", ["说明", "数"], [[text, "1"]] * 2)])
    cell = document.tables[0].rows[1].cells[0]
    assert cell.text == text
    assert next(cell._tc.iter(qn("w:noBreakHyphen")), None) is not None


def test_a_negative_number_breaks_neither_after_its_sign_nor_within() -> None:
    paragraph = written([Paragraph("死亡人数的影响-0.02573，\n编号PD-2025。\t末")]).paragraphs[-1]
    assert paragraph.text == "死亡人数的影响\N{MINUS SIGN}0.02573，\n编号PD-2025。\t末"
    assert len(list(paragraph._p.iter(qn("w:noBreakHyphen")))) == 1


# pictures


def test_text_goes_before_a_picture_that_has_no_room() -> None:
    long = [Paragraph(SENTENCE * 4)] * 4
    blocks = [
        *long,
        Picture(chart("a", 700)),
        Paragraph("其后的文字。" * 30),
        Heading("下一部分", 1),
    ]
    document = written(blocks)
    order = [p.text[:5] for p in document.paragraphs if p.text]
    assert order.index("其后的文字"[:5]) < order.index("图1　图 ")
    kept = next(
        p for p in document.paragraphs if next(p._p.iter(qn("w:drawing")), None) is not None
    )
    assert kept.style.paragraph_format.keep_with_next  # with its caption


def test_text_of_the_next_part_stays_there() -> None:
    long = [Paragraph(SENTENCE * 4)] * 4
    blocks = [
        *long,
        Picture(chart("a", 700)),
        Heading("下一部分", 1),
        Paragraph("其后的文字。" * 30),
    ]
    document = written(blocks)
    order = [p.text[:5] for p in document.paragraphs if p.text]
    assert order.index("其后的文字"[:5]) > order.index("图1　图 ")


def test_two_charts_share_a_page_by_becoming_a_little_lower() -> None:
    fitted = written([Picture(chart("a", 240)), Picture(chart("b", 240))]).inline_shapes
    (alone,) = written([Picture(chart("a", 240))]).inline_shapes
    assert 0.75 * alone.height < fitted[0].height < 0.99 * alone.height
    assert fitted[0].width == alone.width
    assert sum(shape.height.pt for shape in fitted) < 225 / 25.4 * 72
    # these would be too low
    tall = written([Picture(chart("a", 600)), Picture(chart("b", 600))]).inline_shapes
    (alone,) = written([Picture(chart("a", 600))]).inline_shapes
    assert tall[1].height == alone.height


def test_a_heading_that_might_yet_fit_begins_a_page_for_every_program() -> None:
    def breaks(lines: int) -> bool:
        blocks = [Paragraph("一行。")] * lines + [Heading("末尾", 1), Paragraph("两行。" * 15)]
        (heading,) = [p for p in written(blocks).paragraphs if p.text == "一、末尾"]
        return bool(heading.paragraph_format.page_break_before)

    # title and day take 60 points; the page has 22 lines of 28.8
    assert [breaks(lines) for lines in range(14, 20)] == [False] * 2 + [True] * 3 + [False]


# template


def red_head(path: Path, names: Sequence[str] = ()) -> Path:
    """An office's document: red head, header, its own margins and styles of these names."""
    document = Document()
    document.add_paragraph().add_run("达拉特旗安全生产委员会文件").font.size = Pt(36)
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.sections[0].left_margin = document.sections[0].right_margin = Pt(60)
    for name in names:
        document.styles.add_style(name, 1).font.size = Pt(13)
    document.save(str(path))
    return path


BLOCKS: list[Block] = [
    Contents(),
    Heading("摘要", 1),
    Paragraph(SENTENCE),
    Table("表", ["年份", "数"], [["2024", "1"]]),
    Signature("办公室", "2026年11月30日"),
]


def test_a_template_keeps_its_content_page_and_styles(tmp_path: Path) -> None:
    names = ("标题 1", "公文正文", "题注", "公文标题", "落款")
    path = red_head(tmp_path / "红头.docx", names)
    document = written(BLOCKS, template=path)
    assert texts(document)[:2] == ["达拉特旗安全生产委员会文件", "评估报告"]
    section = document.sections[0]
    assert section.header.paragraphs[0].text == "内部资料"
    assert section.left_margin == Pt(60)
    assert section.page_width == Document(str(path)).sections[0].page_width
    assert "PAGE" not in section.footer._element.xml
    used = {p.text: p.style.name for p in document.paragraphs}
    assert used["评估报告"] == "公文标题" and used["一、摘要"] == "标题 1"
    assert used[SENTENCE] == "公文正文" and used["表1　表"] == "题注" and used["办公室"] == "落款"
    assert document.styles["标题 1"].font.size == Pt(13)  # as it was
    room = (section.page_width - 2 * Pt(60)) / Pt(1)
    assert sum(widths(document)) == pytest.approx(room, abs=0.5)
    assert listed(document) == [("一、摘要", 1)]
    heading, *_, name, _ = (p for p in document.paragraphs if p.style.name in ("标题 1", "落款"))
    assert heading.paragraph_format.keep_with_next and name.alignment == 2


def test_a_template_without_our_styles_gets_them(tmp_path: Path) -> None:
    path = tmp_path / "bare.docx"
    bare = Document()
    for style in list(bare.styles):
        if style.name != "Normal":
            style.delete()
    bare.save(str(path))
    document = written(BLOCKS, template=path)
    heading = next(p for p in document.paragraphs if p.text == "一、摘要")
    assert heading.style.name == "Heading 1" and heading.style.font.size == Pt(16)
    assert document.tables[0].style.name == "Table Grid"
    borders = document.tables[0].style.element.xpath(".//w:tblBorders/*")
    assert len(borders) == 6


def test_an_annex_takes_page_and_styles_of_a_template_without_its_head(tmp_path: Path) -> None:
    path = red_head(tmp_path / "红头.docx", ("标题 1", "公文正文"))
    own = Document(str(path))
    own.sections[0].different_first_page_header_footer = True
    own.save(str(path))
    report = Report("附件", ["编制日期"], BLOCKS, is_annex=True)
    document = Document(io.BytesIO(write_docx(report, "zh", path)))
    assert texts(document)[:2] == ["附件", "编制日期"]
    assert document.sections[0].left_margin == Pt(60)
    assert not document.sections[0].different_first_page_header_footer
    assert document.sections[0].header.paragraphs[0].text == "内部资料"
    used = {p.text: p.style.name for p in document.paragraphs}
    assert used["一、摘要"] == "标题 1" and used[SENTENCE] == "公文正文"


def test_latin_letters_are_smaller_than_the_standard_has_chinese_ones() -> None:
    sizes = {lang: written(BLOCKS, lang).styles["Normal"].font.size.pt for lang in ("zh", "en")}
    assert sizes == {"zh": 16, "en": 12}


@needs_office
@pytest.mark.slow
def test_a_template_made_by_another_program(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        '<meta charset="utf-8"><h1>红头</h1><p>发文字号</p>', "utf-8"
    )
    odt = converted(tmp_path / "page.html", "odt:writer8", "--infilter=HTML (StarWriter)")
    docx = converted(odt, "docx")
    document = written(BLOCKS, template=docx)
    assert texts(document)[:2] == ["红头", "发文字号"]
    assert "一、摘要" in "".join(pages_of(document, tmp_path)[0].split())


def damaged(path: Path) -> None:
    red_head(path)
    data = bytearray(path.read_bytes())
    at = data.index(b"word/document.xml") + 60
    data[at : at + 40] = b"\0" * 40
    path.write_bytes(bytes(data))


def cut(path: Path) -> None:
    red_head(path)
    path.write_bytes(path.read_bytes()[:5000])


def without_document(path: Path) -> None:
    red_head(path)
    with zipfile.ZipFile(path) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    with zipfile.ZipFile(path, "w") as less:
        for name, data in parts.items():
            if name != "word/document.xml":
                less.writestr(name, data)


def dotx(path: Path) -> None:
    red_head(path)
    with zipfile.ZipFile(path) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    with zipfile.ZipFile(path, "w") as other:
        for name, data in parts.items():
            other.writestr(name, data.replace(b"document.main+xml", b"template.main+xml"))


def protected(path: Path) -> None:
    document = Document(str(red_head(path)))
    xml = f'<w:documentProtection {nsdecls("w")} w:edit="readOnly" w:enforcement="1"/>'
    document.settings.element.append(parse_xml(xml))
    document.save(str(path))


CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda path: path.write_bytes(b"\x89PNG no document"), "不是 Word 文档"),
        (lambda path: path.write_bytes(b""), "不是 Word 文档"),
        (lambda path: path.write_bytes(CONTAINER), "旧的 .doc 格式"),
        (lambda path: path.write_bytes(CONTAINER + "EncryptedPackage".encode("utf-16-le")), "打开密码"),
        (dotx, "另存为 .docx"),
        (damaged, "损坏"),
        (without_document, "损坏"),
        (cut, "损坏"),
        (protected, "编辑限制"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_template_is_told(made: object, said: str, tmp_path: Path) -> None:
    path = tmp_path / "模板.docx"
    made(path)  # type: ignore[operator]
    with pytest.raises(TemplateError) as error:
        written(BLOCKS, template=path)
    assert str(path) in str(error.value) and said in str(error.value)


def test_the_file_says_what_it_is_and_nothing_of_the_library() -> None:
    document = written(BLOCKS)
    about = document.core_properties
    assert (about.title, about.author, about.comments) == ("评估报告", "办公室", "")
    modes = [e.get(qn("w:val")) for e in document.settings.element.iter(qn("w:compatSetting"))]
    assert "15" in modes
    fonts = next(
        r.target_part.blob.decode()
        for r in document.part.rels.values()
        if r.reltype.endswith("/fontTable")
    )
    assert re.search(r'w:name="仿宋_GB2312"><w:altName w:val="仿宋,FangSong', fonts)


def test_bold_and_control_characters() -> None:
    document = written([Paragraph("前后粗\x0b体", "own", ((2, 5),))])
    paragraph = document.paragraphs[-1]
    assert [(run.text, bool(run.bold)) for run in paragraph.runs] == [
        ("前后", False),
        ("粗体", True),
    ]
