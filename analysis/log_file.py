"""What a verb says, kept in a file of bounded size."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

from rich.console import Console

_MAX_BYTES, _FILES = 2 * 2**20, 10
log = logging.getLogger("safety")


@contextmanager
def copied_to(path: Path | None, console: Console) -> Iterator[None]:
    """Write what `console` is told meanwhile to `path`, however it ends; ten files of 2 MB stay."""
    if path is None:
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(path, maxBytes=_MAX_BYTES, backupCount=_FILES, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    console.record = True
    try:
        yield
    finally:
        log.info(console.export_text(clear=False).strip())
        log.removeHandler(handler)
        handler.close()
