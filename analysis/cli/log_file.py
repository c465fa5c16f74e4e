"""What a verb says, kept in a file of bounded size."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from analysis.base.plain import plain_lines

_MAX_BYTES, _FILES = 2 * 2**20, 10
log = logging.getLogger("safety")
log.addHandler(logging.NullHandler())  # a traceback belongs in the log, not on the console


class _Plain(logging.Formatter):
    """Only the first line of an entry starts at the margin, so no text can pass for an entry."""

    def format(self, record: logging.LogRecord) -> str:
        return plain_lines(super().format(record), indent="    ")


def open_log(path: Path) -> logging.Handler:
    """Have what is logged written to `path`, of which ten files of 2 MB stay.

    Raises:
        OSError: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(path, maxBytes=_MAX_BYTES, backupCount=_FILES, encoding="utf-8")
    handler.setFormatter(_Plain("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    return handler


def close_log(handler: logging.Handler) -> None:
    log.removeHandler(handler)
    handler.close()
