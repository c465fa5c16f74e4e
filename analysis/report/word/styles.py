"""The looks of a report's paragraphs by GB/T 9704-2012: 仿宋 body, 小标宋 title, 黑体 and 楷体
headings; in the office's own document its styles, where it has them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from docx.styles.style import BaseStyle, ParagraphStyle

from analysis.messages import Lang

BODY = 16  # 3号
_LINE = 28.8  # 22 lines on 225 mm
_LATIN = "Times New Roman"
_LATIN_SIZE, _LATIN_LINE = 0.75, 0.62  # in English, of the sizes and of the lines
_SMALLEST = 9  # points of letters that are the same in both languages
_TITLE, _BLACK, _KAI, _BODY, _SMALL = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "宋体"
# What a machine without the standard's faces shows in their place, the nearest first.
_FALL_BACKS = {
    _TITLE: "方正小标宋_GBK,小标宋体,华文中宋,宋体,SimSun,Noto Serif CJK SC",
    _BLACK: "SimHei,Noto Sans CJK SC",
    _KAI: "楷体,KaiTi,华文楷体,Noto Serif CJK SC",
    _BODY: "仿宋,FangSong,华文仿宋,Noto Serif CJK SC",
    _SMALL: "SimSun,Noto Serif CJK SC",
}


@dataclass(frozen=True)
class _Look:
    """Sizes in points, `line` 0 for as tall as what stands in it; `theirs` are what a template may call the style, else it is called `ours`."""

    ours: str
    theirs: tuple[str, ...]
    face: str
    size: float
    line: float
    indent: float = 0
    before: float = 0
    after: float = 0
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT
    with_next: bool = False
    level: int | None = None


_CENTRE, _BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
_BODIES = ("公文正文", "正文首行缩进", "Body Text First Indent", "正文")
_LOOKS = {
    "title": _Look("Title", ("公文标题", "标题"), _TITLE, 22, 36, align=_CENTRE),
    "about": _Look("Report About", (), _KAI, 14, 24, align=_CENTRE),
    "body": _Look("Normal", _BODIES, _BODY, BODY, _LINE, 2 * BODY, align=_BOTH),
    "heading1": _Look(
        *("Heading 1", ("标题 1", "标题1", "一级标题"), _BLACK, BODY, _LINE, 2 * BODY),
        with_next=True,
        level=0,
    ),
    "heading2": _Look(
        *("Heading 2", ("标题 2", "标题2", "二级标题"), _KAI, BODY, _LINE, 2 * BODY),
        with_next=True,
        level=1,
    ),
    "note": _Look("Report Note", (), _BODY, 12, 20, 24, align=_BOTH),
    "warning": _Look("Report Warning", (), _BLACK, 14, 24, before=8, after=8),
    "caption": _Look("Caption", ("题注",), _BLACK, 11, 18, before=6, after=2, align=_CENTRE),
    "figure": _Look("Report Figure", (), _SMALL, 1, 0, before=6, align=_CENTRE, with_next=True),
    "cell": _Look("Report Cell", (), _SMALL, 9, 11.5),
    "contents": _Look(
        *("TOC Heading", ("目录标题",), _BLACK, BODY, _LINE),
        before=12,
        align=_CENTRE,
        with_next=True,
    ),
    "contents1": _Look("toc 1", ("TOC 1", "目录 1"), _BODY, 14, 21),
    "contents2": _Look("toc 2", ("TOC 2", "目录 2"), _BODY, 14, 21, 28),
    "signature": _Look(
        *("Report Signature", ("落款",), _BODY, BODY, _LINE), align=WD_ALIGN_PARAGRAPH.RIGHT
    ),
}
_TABLES = ("公文表格", "报告表格", "网格型", "Table Grid")
_GRID = f"""<w:style {nsdecls("w")} w:type="table" w:styleId="ReportTable">
<w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>{
    "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
}</w:tblBorders></w:tblPr></w:style>"""


def styles_of(
    document: Doc, is_template: bool, lang: Lang
) -> tuple[Mapping[str, ParagraphStyle], BaseStyle]:
    """The style of each kind of paragraph, and of tables; what a template lacks is added to it."""
    looks = {role: look if lang == "zh" else _smaller(look) for role, look in _LOOKS.items()}
    found = {role: _style(document, look, is_template) for role, look in looks.items()}
    tables = _named(document, _TABLES, WD_STYLE_TYPE.TABLE)
    if tables is None:
        document.styles.element.append(parse_xml(_GRID))
        tables = document.styles["Table Grid"]
    _name_faces(document)
    return found, tables


def _smaller(look: _Look) -> _Look:
    """As large as Latin letters need be: the standard's sizes are those of Chinese characters."""
    if look.size <= _SMALLEST:
        return look
    size, line = round(2 * look.size * _LATIN_SIZE) / 2, round(look.line * _LATIN_LINE, 1)
    return replace(look, size=size, line=line, indent=look.indent * _LATIN_SIZE)


def _style(document: Doc, look: _Look, is_template: bool) -> ParagraphStyle:
    names = (*look.theirs, look.ours) if is_template else (look.ours,)
    theirs: ParagraphStyle | None = _named(document, names)
    if theirs is not None and is_template:
        return theirs
    kind, is_built_in = WD_STYLE_TYPE.PARAGRAPH, not look.ours.startswith("Report")
    style: ParagraphStyle = theirs or document.styles.add_style(look.ours, kind, is_built_in)
    _dress(style, look)
    return style


def _named(
    document: Doc, names: Sequence[str], kind: WD_STYLE_TYPE = WD_STYLE_TYPE.PARAGRAPH
) -> Any | None:
    styles = {style.name: style for style in document.styles if style.type == kind}
    return next((styles[name] for name in names if name in styles), None)


def _dress(style: ParagraphStyle, look: _Look) -> None:
    """Give `style` its look, and nothing of another: it is based on no style."""
    for child in (style.element.pPr, style.element.rPr):
        if child is not None:
            style.element.remove(child)
    style.base_style = None
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), False, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    faces(style.element.get_or_add_rPr(), look.face)
    form = style.paragraph_format
    if look.line:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(look.line)
    else:
        form.line_spacing_rule = WD_LINE_SPACING.SINGLE
    form.first_line_indent = Pt(look.indent)
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.alignment, form.keep_with_next = look.align, look.with_next
    if look.level is not None:
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), str(look.level))
        style.element.pPr.append(level)


def faces(properties: Any, east_asian: str = _SMALL) -> None:
    """Name the faces of Chinese and of Latin letters in run properties."""
    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), east_asian)
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), _LATIN)


def _name_faces(document: Doc) -> None:
    """Name, for each face of the standard, those to take where it is missing."""
    rels = document.part.rels.values()
    part = next((r.target_part for r in rels if r.reltype.endswith("/fontTable")), None)
    if part is None:
        return
    table = parse_xml(part.blob)
    known = {font.get(qn("w:name")) for font in table}
    for face, others in _FALL_BACKS.items():
        if face not in known:
            xml = f'<w:font {nsdecls("w")} w:name="{face}"><w:altName w:val="{others}"/></w:font>'
            table.append(parse_xml(xml))
    part._blob = serialize_part_xml(table)
