"""Another place's seeds, layouts and models (``--home DIR``) beside the project's own.

``DIR/seeds/*.csv`` replaces the project's file of the same name, but for those that are added to row
by row; of the project's files only rows about regions that the place knows are left. ``DIR/layouts``
replaces forms of the same name and adds others; ``DIR/models`` is added to the project's models.
What comes of it is a project for dbt, in a folder of its own for each content, so that nothing
changes under a reader. (Copies: dbt writes beside whatever lies outside of its project, and follows no
links.)
"""

import csv
import hashlib
import io
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from analysis.base.settings import PROJECT, DataDir
from analysis.warehouse.staged import forms_read

Rows = list[dict[str, str]]

# Seeds that a place's own rows are added to, by the columns that a row is known by.
_ADDED_TO = {
    "series.csv": ["series"],
    "indicators.csv": ["indicator_id"],
    "vocabulary.csv": ["kind", "word"],
    "settings.csv": ["setting"],
    "event_domains.csv": ["event_domain"],
    "event_measures.csv": ["event_domain", "measure"],
    "region_aliases.csv": ["alias"],
    "departments.csv": ["department_id"],
    "department_aliases.csv": ["alias"],
}
_OF_DBT = ("dbt_project.yml", "profiles.yml", "macros", "models", "seeds", "tests/data")
_READ = {"seeds": (".csv",), "layouts": (".yml",), "models": (".sql", ".yml", ".py")}
_OF_ACCIDENTS = re.compile(rb"^event_domain:", re.MULTILINE)
_KEPT = 20  # views of earlier contents: whoever reads one has opened it long before


class HomeError(ValueError):
    """A home that cannot be used: a message's code (`code`) with its figures (`params`)."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def use(data: DataDir) -> None:
    """Have this process and those that it starts read the seeds and layouts of ``SAFETY_HOME``; the
    project's own where there is none.

    Raises:
        HomeError: no such folder, or seeds that cannot be used.
    """
    name = os.environ.get("SAFETY_HOME")
    if not name:
        return
    home = Path(name).resolve()
    if not home.is_dir():
        raise HomeError("home_no_folder", folder=name)
    view = _view(home, data.warehouse / "home")
    os.environ |= {"SAFETY_HOME": str(home), "SAFETY_PROJECT": str(view)}


def _view(home: Path, folder: Path) -> Path:
    """The folder that holds the files of project and home, made where it is not there yet."""
    files = _files(home)
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    view = folder / digest.hexdigest()[:16]
    if view.is_dir():
        return view
    try:
        folder.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=".new-", dir=folder))
    except PermissionError:  # who may only read what is published
        return _written(files, Path(tempfile.mkdtemp(prefix="safety-home-")))
    _written(files, new)
    new.chmod(0o755)
    try:
        new.rename(view)
    except OSError:  # another process made it meanwhile
        shutil.rmtree(new)
    for old in sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime)[:-_KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return view


def _written(files: dict[str, bytes], folder: Path) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def _files(home: Path) -> dict[str, bytes]:
    """Relative path → content of everything that stands in the view."""
    forms = _of_home(home, "layouts")
    declared = set(map(_form, forms.values()))
    project = _below(PROJECT, "layouts").items()
    files = {path: content for path, content in project if _form(content) not in declared}
    for part in _OF_DBT:
        files |= _below(PROJECT, part)
    own_models = _of_home(home, "models")
    files |= forms | own_models
    files["dbt_project.yml"] = _with_accidents(files["dbt_project.yml"], forms.values(), own_models)
    own = _of_home(home, "seeds")
    for path, content in own.items():
        files[path] = _settled(path.removeprefix("seeds/"), content, files.get(path))
    places = _places(_read(files["seeds/regions.csv"]))
    for path in [p for p in files if p.startswith("seeds/") and p.endswith(".csv")]:
        if path not in own or path.removeprefix("seeds/") in _ADDED_TO:
            files[path] = _about(places, files[path])
    return files


def _with_accidents(project: bytes, layouts: Iterable[bytes], models: dict[str, bytes]) -> bytes:
    """dbt's project with a place's own models of accidents among those whose union the accidents are:
    models that read a form whose layout names an event_domain."""
    forms = {_form(layout).decode() for layout in layouts if _OF_ACCIDENTS.search(layout)}
    settings = yaml.safe_load(project)
    settings["vars"]["accident_models"] += sorted(
        Path(path).stem
        for path, content in models.items()
        if forms & set(forms_read(content.decode()))
    )
    return yaml.safe_dump(settings, allow_unicode=True).encode()


def _below(root: Path, part: str) -> dict[str, bytes]:
    """Relative path → content of a file, or of all files of a folder."""
    found = [path for path in (root / part, *(root / part).rglob("*")) if path.is_file()]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def _of_home(home: Path, part: str) -> dict[str, bytes]:
    found = _below(home, part)
    return {path: content for path, content in found.items() if path.endswith(_READ[part])}


def _form(layout: bytes) -> bytes:
    """The form that a layout declares; a layout without one is told of where layouts are read."""
    found = re.search(rb"^form:\s*(\S+)", layout, re.MULTILINE)
    return found[1] if found else layout


def _settled(name: str, own: bytes, project: bytes | None) -> bytes:
    """A place's seed: its rows in place of the project's, or among them."""
    if project is None:
        return own
    try:
        rows, header = _read(own), _header(project)
    except (UnicodeDecodeError, csv.Error) as error:
        raise HomeError("home_unreadable", seed=name, detail=error) from error
    if missing := [column for column in header if column not in _header(own)]:
        raise HomeError("home_columns", seed=name, columns="、".join(missing))
    keys = _ADDED_TO.get(name)
    if keys is None:
        return own
    new = {_key(row, keys): row for row in rows}
    both = {_key(row, keys): row for row in _read(project)} | new
    return _text(header, list(both.values()))


def _places(regions: Rows) -> set[str]:
    """The codes of the regions of a place, one of which is its own."""
    own = [row["region_id"] for row in regions if row["is_own"].strip().lower() == "true"]
    if len(own) != 1:
        raise HomeError("home_own", count=len(own), found="、".join(own) or "—")
    return {row["region_id"] for row in regions}


def _about(places: set[str], content: bytes) -> bytes:
    """A seed without rows about regions that the place does not know."""
    header, rows = _header(content), _read(content)
    if "region_id" not in header:
        return content
    return _text(header, [row for row in rows if row["region_id"] in places])


def _key(row: dict[str, str], columns: list[str]) -> tuple[str, ...]:
    return tuple(row[column] for column in columns)


def _lines(content: bytes) -> Iterator[str]:
    return iter(io.StringIO(content.decode("utf-8-sig"), newline=""))


def _header(content: bytes) -> list[str]:
    return next(csv.reader(_lines(content)), [])


def _read(content: bytes) -> Rows:
    return list(csv.DictReader(_lines(content)))


def _text(header: list[str], rows: Rows) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
