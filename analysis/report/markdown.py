"""Markdown as pieces of a report: headings, paragraphs, lists, tables and **bold**.

Nothing else is markup: HTML, links, code and quotes print as they stand, so nothing that somebody wrote
is lost, and nothing is run.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from analysis.report.blocks import Paragraph, Table

_PARSER = MarkdownIt("zero").enable(["heading", "list", "table", "emphasis", "escape", "newline"])
_CHINESE = re.compile(r"[\u2e80-\ufaff\uff00-\uffef“”‘’—…]")
_CELL_EDGE = re.compile(r"(?<!\\)\|")
_TABLE_TITLE = re.compile(r"(?:表|Table)\s*[:：]\s*(?P<title>.+)")


class MarkdownError(ValueError):
    """What would be lost: `code` says why, at `line` of the text, counted from 1."""

    def __init__(self, code: str, line: int) -> None:
        super().__init__(code, line)
        self.code, self.line = code, line


@dataclass(frozen=True)
class Title:
    """A heading, as deep as it has ``#``."""

    text: str
    depth: int


Piece = Title | Paragraph | Table


def pieces(text: str) -> list[Piece]:
    """The pieces of `text` in order.

    A list's items are paragraphs that begin with their mark. The title of a table is a line
    ``表：…`` before it, else empty.

    Raises:
        MarkdownError: a row of a table has more cells than its header, or a table has no line of
            dashes under its header.
    """
    lines = text.splitlines()
    found: list[Piece] = []
    try:
        nodes = SyntaxTreeNode(_PARSER.parse(text)).children
        list(SyntaxTreeNode(_PARSER.parse(text)).walk())
    except RecursionError as error:
        raise MarkdownError("too_deep", 1) from error
    for node in nodes:
        match node.type:
            case "heading":
                found.append(Title(_paragraph(node).text, int(node.tag[1:])))
            case "table":
                title = found and _TABLE_TITLE.fullmatch(getattr(found[-1], "text", ""))
                if title:
                    found.pop()
                found.append(_table(node, title["title"] if title else "", lines))
            case "bullet_list" | "ordered_list":
                found += _items(node)
            case _:
                start, end = _span(node)
                if all(line.lstrip().startswith("|") for line in lines[start:end]):
                    raise MarkdownError("no_dashes", start + 1)
                found.append(_paragraph(node))
    return found


def _span(node: SyntaxTreeNode) -> tuple[int, int]:
    """The lines of a node of the whole text, from 0."""
    if node.map is None:
        raise ValueError(node.type)
    return node.map


def _items(node: SyntaxTreeNode) -> Iterator[Paragraph]:
    """The items of a list and of those within it, each with its own mark."""
    for item in node.children:
        mark = f"{item.info}{item.markup}　" if node.type == "ordered_list" else "•　"
        for child in item.children:
            if child.type in ("bullet_list", "ordered_list"):
                yield from _items(child)
            elif child.type == "table":
                raise MarkdownError("table_in_list", _span(child)[0] + 1)
            else:
                yield _paragraph(child, mark)
                mark = ""
        if not item.children:
            yield Paragraph(mark, "own")


def _table(node: SyntaxTreeNode, title: str, lines: list[str]) -> Table:
    header, *rows = [
        [_paragraph(cell).text for cell in row.children]
        for part in node.children
        for row in part.children
    ]
    start, end = _span(node)
    for at, line in enumerate(lines[start:end], start + 1):
        cells = _CELL_EDGE.split(line.strip().removeprefix("|").removesuffix("|"))
        if len(cells) > len(header):
            raise MarkdownError("cells", at)
    return Table(title, header, rows)


def _paragraph(node: SyntaxTreeNode, mark: str = "") -> Paragraph:
    """The text within a node, a line's end between Chinese characters left out; bold is kept."""
    letters = [(letter, False) for letter in mark]
    letters += [each for child in node.children for each in _letters(child, False)]
    text, strong = "", list[tuple[int, int]]()
    for is_strong, run in groupby(enumerate(letters), lambda each: each[1][1]):
        start = len(text)
        text += "".join(
            _joined(letters, at) if letter == "\n" else letter for at, (letter, _) in run
        )
        if is_strong:
            strong.append((start, len(text)))
    return Paragraph(text, "own", tuple(strong))


def _joined(letters: list[tuple[str, bool]], at: int) -> str:
    """What stands for the end of a line at `at`."""
    beside = (letter for letter, _ in letters[at - 1 : at + 2 : 2])
    return "" if all(map(_CHINESE.match, beside)) else " "


def _letters(node: SyntaxTreeNode, is_strong: bool) -> Iterator[tuple[str, bool]]:
    if node.type in ("softbreak", "hardbreak"):
        yield "\n", is_strong
    elif not node.children:
        yield from ((letter, is_strong) for letter in node.content)
    else:
        mark = node.markup if node.type == "em" else ""  # a single star stands for itself
        yield from ((letter, is_strong) for letter in mark)
        for child in node.children:
            yield from _letters(child, is_strong or node.type == "strong")
        yield from ((letter, is_strong) for letter in mark)
