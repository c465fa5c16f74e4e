"""The static documentation of the models: one HTML page, made by dbt."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from analysis.base.settings import PROJECT, DataDir, project_folder
from analysis.marts.open import published_file
from analysis.warehouse.dbt import environment

_DOCS = "from dbt.cli.main import cli; cli()"
TIMEOUT_SECONDS = 300


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
        project = project_folder()
        command = [
            sys.executable, "-c", _DOCS, "--no-version-check", "docs", "generate", "--static",
            "--project-dir", str(project), "--profiles-dir", str(project),
            "--target-path", scratch, "--log-path", scratch,
        ]  # fmt: skip
        register = database.parent / "register"
        done = subprocess.run(
            command, cwd=PROJECT, env=environment(data, register, copy), capture_output=True,
            text=True, timeout=TIMEOUT_SECONDS, check=False,
        )  # fmt: skip
        page = Path(scratch) / "static_index.html"
        if done.returncode or not page.exists():
            raise DocsError((done.stdout + done.stderr).strip()[-2000:])
        out.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(page, out)
    return out
