"""The group's own text: a folder of Markdown files that outlives every regeneration.

Each file says where it goes, by a first line ``位置：…`` or by its name: into a part or section of the
report, at its end, or before or after one. What cannot be placed is an error, and never lost.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.base.files import write_atomically
from analysis.messages import Lang, say
from analysis.report.blocks import Block, Heading, Paragraph, Report, Signature, Table
from analysis.report.markdown import MarkdownError, Piece, Title, pieces

_README = "README.md"
_SUFFIXES = (".txt", ".markdown", ".md")
_NOT_TEXT = {"thumbs.db", "desktop.ini"}  # what Windows puts into folders
_HEAD = re.compile(
    r"\A\s*(?:---[ \t]*\n\s*)?(?:位置|place)[ \t]*[:：](?P<place>.*)\n?(?:\s*---[ \t]*(?:\n|\Z))?",
    re.IGNORECASE,
)
_ORDER = re.compile(r"\d+[-_. 、]+")  # 01_ before a name says only which file comes first
_BEFORE = re.compile(r"在?(?P<zh>.+)之前|before (?P<en>.+)", re.IGNORECASE)
_AFTER = re.compile(r"在?(?P<zh>.+)之后|after (?P<en>.+)", re.IGNORECASE)
_NUMBER = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+(\.\d+)*\.? +")


class OwnTextError(ValueError):
    """Text that cannot be placed: the message names file, line and what is expected."""


@dataclass(frozen=True)
class _Part:
    """A part or section of the report: its blocks are those from `start` up to `end`."""

    names: tuple[str, ...]
    level: int
    start: int
    end: int


@dataclass(frozen=True)
class _Own:
    """A file's blocks and where they go: before the block at `at`, in the order of `rank`."""

    at: int
    rank: int
    blocks: list[Block]


def add_own_text(report: Report, folder: Path, lang: Lang) -> None:
    """Put the text in `folder` into `report`; a folder without a ``README.md`` gets one that says how
    to write and lists the places that there are.

    Raises:
        OwnTextError: a file that is no text, has no place, or would lose some of its text.
        OSError: the folder cannot be read or written.
    """
    parts = list(_parts(report.blocks))
    if not (folder / _README).exists():
        example = parts[0].names[0] if parts else ""
        readme = say("own_text_readme", lang, example=example, places=_listed(parts))
        write_atomically(folder / _README, readme.encode())
    owns = [_own(path, parts, lang) for path in _files(folder, lang)]
    # from the end, so that places stay where they are; of two at one place the first stays the first
    for own in reversed(sorted(owns, key=lambda own: (own.at, own.rank))):
        report.blocks[own.at : own.at] = own.blocks


def _files(folder: Path, lang: Lang) -> Iterator[Path]:
    """The files of text, by name."""
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.name.startswith((".", "~")) or path.name.lower() in _NOT_TEXT:
            continue
        if not path.is_file() or path.suffix.lower() not in _SUFFIXES:
            raise OwnTextError(say("own_text_kind", lang, path=path))
        if path.name.lower() != _README.lower():
            yield path


def _own(path: Path, parts: Sequence[_Part], lang: Lang) -> _Own:
    text = _text(path, lang)
    head = _HEAD.match(text)
    names = [head["place"].strip()] if head else list(_names(path))
    line = 1 + text.count("\n", 0, head.start("place")) if head else 1
    found = [place for name in names if (place := _place(name, parts))]
    if not found or len(found[0][0]) > 1:
        code = "own_text_ambiguous" if found else "own_text_unknown"
        places = _listed(found[0][0] if found else parts)
        raise OwnTextError(say(code, lang, path=path, line=line, place=names[0], places=places))
    (part,), side = found[0]
    own = text[head.end() :] if head else text
    try:
        written = pieces(own)
    except MarkdownError as error:
        at = error.line + text.count("\n", 0, len(text) - len(own))
        raise OwnTextError(say(f"own_text_{error.code}", lang, path=path, line=at)) from error
    top = 1 if side and part.level == 1 else 2
    at = part.start if side == "before" else part.end
    # of what goes to one place: into a section, beside it, into the part, beside it
    rank = 4 if side == "before" else 2 * (2 - part.level) + bool(side)
    return _Own(at, rank, list(_blocks(written, top, part.names[0])))


def _blocks(written: Sequence[Piece], top: int, title: str) -> Iterator[Block]:
    """Blocks of a file whose highest headings are of level `top`; a report has two levels, so deeper
    ones are bold lines. A table without a title has that of the heading above it."""
    highest = min((piece.depth for piece in written if isinstance(piece, Title)), default=1)
    for piece in written:
        match piece:
            case Title(text, depth):
                title, level = text, top + depth - highest
                bold = Paragraph(text, "own", ((0, len(text)),))
                yield Heading(text, level) if level <= 2 else bold
            case Table():
                yield replace(piece, title=piece.title or title)
            case _:
                yield piece


def _text(path: Path, lang: Lang) -> str:
    """The file's text: UTF-8, or GB18030 as older programs write it."""
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding).replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise OwnTextError(say("own_text_encoding", lang, path=path))


def _names(path: Path) -> Iterator[str]:
    """What a file's name may say of its place: all of it, or what stands before ``_``, without the
    number that it may begin with."""
    name = path.name
    while name.lower().endswith(_SUFFIXES):
        name = name[: name.rindex(".")]
    for whole in (name, _ORDER.sub("", name, count=1)):
        yield from (whole, whole.split("_")[0])


def _place(name: str, parts: Sequence[_Part]) -> tuple[list[_Part], str] | None:
    """The parts that `name` may mean, and the side of them: ``before``, ``after``, or in them."""
    sides = [(name, "")]
    for pattern, side in ((_BEFORE, "before"), (_AFTER, "after")):
        if found := pattern.fullmatch(name.strip()):
            sides.append((found["zh"] or found["en"], side))
    for title, side in sides:
        if meant := [part for part in parts if _plain(title) in map(_plain, part.names)]:
            return meant, side
    return None


def _plain(title: str) -> str:
    """A title as it is compared: without its number, blanks and the height of its letters."""
    text = unicodedata.normalize("NFC", title).strip()
    return "".join(_NUMBER.sub("", text, count=1).split()).lower()


def _parts(blocks: Sequence[Block]) -> Iterator[_Part]:
    part = ""
    for start, block in enumerate(blocks):
        if not isinstance(block, Heading):
            continue
        part = block.text if block.level == 1 else part
        ends = (
            at
            for at, other in enumerate(blocks)
            if at > start and (_closes(other) or getattr(other, "level", 3) <= block.level)
        )
        names = (block.text,) if block.level == 1 else (block.text, f"{part}/{block.text}")
        yield _Part(names, block.level, start, next(ends, len(blocks)))


def _closes(block: Block) -> bool:
    """Whether it ends the paper: the list of annexes, the signature."""
    return isinstance(block, Signature) or getattr(block, "kind", "") == "annexes"


def _listed(parts: Sequence[_Part]) -> str:
    return "\n".join(f"- {part.names[-1]}" for part in parts)
