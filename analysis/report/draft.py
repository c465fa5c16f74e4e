"""Paragraphs of the group's own, kept in a Markdown file that outlives every regeneration.

Under each ``## part`` of the file stand the paragraphs that go to the end of that part.
"""

from pathlib import Path

from analysis.base.files import write_atomically
from analysis.messages import Lang, say
from analysis.report.blocks import Block, Heading, Paragraph, Report


class DraftError(ValueError):
    """A heading of the file that is no part of the report; the message lists the parts."""


def add_draft(report: Report, path: Path, lang: Lang) -> None:
    """Put the paragraphs of `path` into `report`; a file that is not there yet is written, with a
    heading for each part and nothing under it.

    Raises:
        DraftError: a heading names no part.
        OSError: the file cannot be read or written.
    """
    if not path.exists():
        head = [
            say("draft_head", lang, title=report.title.replace("\n", "")),
            *(f"## {part}" for part in report.parts),
        ]
        write_atomically(path, ("\n\n".join(head) + "\n").encode())
        return
    own = _read(path)
    if unknown := [part for part in own if part not in report.parts]:
        parts = say("list_comma", lang).join(report.parts)
        raise DraftError(say("draft_unknown", lang, path=path, part=unknown[0], parts=parts))
    blocks: list[Block] = []
    part = ""
    for block in report.blocks:
        if isinstance(block, Heading) and block.level == 1:
            blocks += _draft(own, part)
            part = block.text
        blocks.append(block)
    report.blocks = blocks + _draft(own, part)


def _draft(own: dict[str, list[str]], part: str) -> list[Block]:
    return [Paragraph(text, "own") for text in own.get(part, [])]


def _read(path: Path) -> dict[str, list[str]]:
    own: dict[str, list[str]] = {}
    part: str | None = None
    lines: list[str] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), "## "]:
        if line.startswith("## "):
            paragraphs = [" ".join(p.split()) for p in "\n".join(lines).split("\n\n")]
            if part is not None and any(paragraphs):
                own[part] = [p for p in paragraphs if p]
            part, lines = line.removeprefix("## ").strip(), []
        else:
            lines.append(line)
    return own
