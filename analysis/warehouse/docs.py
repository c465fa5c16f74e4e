"""The static documentation of the models: one HTML page, made by dbt."""

import shutil
import tempfile
from pathlib import Path

from analysis.base.settings import DataDir
from analysis.marts.open import published_file
from analysis.warehouse.dbt import call_dbt, environment


class DocsError(RuntimeError):
    """dbt could not write the documentation; the message is its own."""


def write_docs(data: DataDir, out: Path) -> Path:
    """Write the documentation of the published build as one page without outside scripts.

    Raises:
        NotPublished: nothing has been published.
        DocsError: dbt failed.
    """
    database = published_file(data)
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / database.name  # dbt opens it for writing
        shutil.copy(database, copy)
        words = ["docs", "generate", "--static", "--target-path", scratch, "--log-path", scratch]
        said: list[str] = []
        code = call_dbt(
            words,
            environment(data.raw, database.parent / "register", copy),
            lambda event: said.append(event["message"]),
        )
        page = Path(scratch) / "static_index.html"
        if code or not page.exists():
            raise DocsError("\n".join(said)[-2000:])
        out.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(page, out)
    return out
