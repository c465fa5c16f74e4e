"""Finding a file among those that were handed in, as a clerk names it."""

from analysis.ingest.archive import Archive, Received
from analysis.settings import DataDir


class UnknownFile(LookupError):
    """No file of that name was ever handed in, or several were; the message lists candidates."""


def find_received(data: DataDir, name: str) -> Received:
    """The latest content handed in under `name`: a path in the inbox, a bare file name that is
    unique there, or the beginning of a content hash.

    Raises:
        UnknownFile: none, or more than one path fits.
    """
    received = Archive(data.archive).all_received()
    trimmed = name.removeprefix(f"{data.inbox}/")
    hits = [
        r
        for r in received
        if trimmed in (r.path, r.path.rsplit("/", 1)[-1])
        or (len(trimmed) >= 8 and (r.sha256 or "").startswith(trimmed))
    ]
    paths = sorted({r.path for r in hits})
    if len(paths) != 1:
        raise UnknownFile("、".join(paths[:5]) or "—")
    return hits[-1]
