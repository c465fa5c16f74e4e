"""What a report is written into: the office's own document, or a blank page."""

import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as Doc
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

from analysis.messages import Lang, say

# An office's older format, and a document that is locked by a password, are both of this container.
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_DOCUMENT = "wordprocessingml.document.main+xml"


class TemplateError(ValueError):
    """A file that no report can be written into; the message says why and what to do."""


def opened(path: Path | None, lang: Lang) -> Doc:
    """The document of `path`, with whatever stands in it; a blank one if there is no path.

    Raises:
        TemplateError: the file is no ``.docx``, damaged, or protected.
        OSError: it cannot be read.
    """
    if path is None:
        return Document()
    data = path.read_bytes()
    if data.startswith(_COMPOUND_FILE):
        raise _error("locked" if _LOCKED in data else "old", path, lang)
    if not zipfile.is_zipfile(BytesIO(data)):
        raise _error("damaged" if data.startswith(b"PK") else "no_docx", path, lang)
    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            if parts.testzip():
                raise _error("damaged", path, lang)
            if _DOCUMENT not in parts.read("[Content_Types].xml").decode():
                raise _error("no_docx", path, lang)
        document = Document(BytesIO(data))
        # what is missing shows only when it is asked for
        protection = document.settings.element.find(qn("w:documentProtection"))
        _ = document.sections[-1].page_width, document.styles["Normal"]
    except TemplateError:
        raise
    except (
        *(PackageNotFoundError, zipfile.BadZipFile, zlib.error, SyntaxError),
        *(KeyError, IndexError, ValueError, AttributeError, EOFError, NotImplementedError),
    ) as error:
        raise _error("damaged", path, lang) from error
    if protection is not None and protection.get(qn("w:enforcement")) in ("1", "true", "on"):
        raise _error("protected", path, lang)
    return document


def without_head(document: Doc) -> None:
    """Leave of the office's document its page and styles alone: an annex has no red head, in the text or
    over its first page."""
    body = document.element.body
    for child in list(body)[:-1]:
        body.remove(child)
    for first_page in body.xpath("./w:sectPr/w:titlePg"):
        first_page.getparent().remove(first_page)


def _error(why: str, path: Path, lang: Lang) -> TemplateError:
    return TemplateError(say(f"template_{why}", lang, path=path))
