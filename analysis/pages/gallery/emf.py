"""SVG as EMF, which old versions of Word and WPS take, by a program of this machine if one can."""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

TIMEOUT_SECONDS = 180


def as_emf(pictures: Sequence[bytes]) -> list[bytes]:
    """Each SVG of `pictures` as EMF; nothing where neither Inkscape nor LibreOffice Draw is installed, or
    it does not make all of them in time."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        paths = [folder / f"{at:03d}.svg" for at in range(len(pictures))]
        for path, picture in zip(paths, pictures, strict=True):
            path.write_bytes(picture)
        command = _command(folder)
        if command is None or not paths:
            return []
        try:
            subprocess.run(
                [*command, *map(str, paths)],
                cwd=folder,
                capture_output=True,
                timeout=TIMEOUT_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return []
        made = [path.with_suffix(".emf") for path in paths]
        return [path.read_bytes() for path in made] if all(p.exists() for p in made) else []


def _command(folder: Path) -> list[str] | None:
    if inkscape := shutil.which("inkscape"):
        return [inkscape, "--export-type=emf"]
    if office := shutil.which("soffice") or shutil.which("libreoffice"):
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        return [office, profile, "--headless", "--convert-to", "emf", "--outdir", str(folder)]
    return None
