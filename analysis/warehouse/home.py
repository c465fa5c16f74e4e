"""Another place's seeds, layouts and models (``--home DIR``) beside the project's own.

``DIR/seeds/*.csv`` replaces the project's file of the same name, or is joined with it row by row
(`analysis.warehouse.seeds_of_a_place`). ``DIR/layouts`` replaces forms of the same name and adds others;
``DIR/models`` is added to the project's models.
What comes of it is a project for dbt, in a folder of its own for each content, so that nothing
changes under a reader. (Copies: dbt writes beside whatever lies outside of its project, and follows no
links.)
"""

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml

from analysis.base.settings import PROJECT, DataDir
from analysis.messages import Message
from analysis.warehouse.seed_check import SeedsRefused, check_seeds
from analysis.warehouse.seed_tables import (
    Listed,
    Problem,
    Table,
    read_tables,
    seeds_in,
    write_table,
)
from analysis.warehouse.seeds_of_a_place import joined_seeds, replaced_seeds
from analysis.warehouse.staged import forms_read

Files = dict[str, bytes]  # relative path → content

_OF_DBT = ("dbt_project.yml", "profiles.yml", "macros", "models", "seeds", "tests/data")
_READ = {"seeds": (".csv",), "layouts": (".yml",), "models": (".sql", ".yml", ".py")}
_SHEETS = (".csv", ".xlsx", ".xls", ".et", ".ods")
_OF_ACCIDENTS = re.compile(rb"^event_domain:", re.MULTILINE)
_KEPT = 20  # views of earlier contents: whoever reads one has opened it long before


class NoSuchHome(ValueError):
    """``--home`` names no folder."""


def use(data: DataDir) -> list[Message]:
    """Have this process and those that it starts read the seeds and layouts of ``SAFETY_HOME``; the
    project's own where there is none.

    Returns:
        What of the project's the place overrules or replaces.

    Raises:
        NoSuchHome: no such folder.
        SeedsRefused: seeds of the place or of the project that cannot be used.
        OSError: a file cannot be read.
    """
    name = os.environ.get("SAFETY_HOME")
    if not name:
        check_seeds(seeds_in(PROJECT))
        return []
    home = Path(name).resolve()
    if not home.is_dir():
        raise NoSuchHome(name)
    files, overruled = _files(home)
    view = _view(files, data.warehouse / "home")
    os.environ |= {"SAFETY_HOME": str(home), "SAFETY_PROJECT": str(view)}
    return overruled


def _view(files: Files, folder: Path) -> Path:
    """The folder that holds the files of project and home, made where it is not there yet."""
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


def _written(files: Files, folder: Path) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def _files(home: Path) -> tuple[Files, list[Message]]:
    """Everything that stands in the view, and what of the project's the place overrules or replaces."""
    own = {part: _of_home(home, part) for part in _READ}
    files = {path: text for part in _OF_DBT for path, text in _below(PROJECT, part).items()}
    seeds, projects = read_tables(own["seeds"], home), read_tables(files)
    if problems := [*_unreadable(home, own), *_misnamed(home, own, seeds, projects)]:
        raise SeedsRefused(problems)
    tables, told = joined_seeds(seeds, projects)
    check_seeds(tables)
    for name, table in tables.items():
        files[f"seeds/{name}.csv"] = write_table(table.header, table.rows)
    declared = {_form(layout) for layout in own["layouts"].values()}
    layouts = _below(PROJECT, "layouts")
    replaced = [f"seeds/{name}.csv" for name in replaced_seeds(seeds, projects)]
    replaced += [path for path, layout in layouts.items() if _form(layout) in declared]
    replaced += sorted(files.keys() & own["models"].keys())
    files |= {path: layout for path, layout in layouts.items() if path not in replaced}
    files |= own["layouts"] | own["models"]
    files["dbt_project.yml"] = _with_accidents(files["dbt_project.yml"], own)
    if replaced:
        told.append(Message("home_replaces", {"folder": home, "files": Listed(replaced)}))
    return files, told


def _unreadable(home: Path, own: dict[str, Files]) -> Iterator[Problem]:
    """What is no text, and sheets that would be passed over in silence."""
    for path, content in (own["layouts"] | own["models"]).items():
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            yield Problem(str(home / path), Message("home_not_utf8"))
    for path in _below(home, "seeds"):
        if path.lower().endswith(_SHEETS) and path not in own["seeds"]:
            yield Problem(str(home / path), Message("home_no_csv"))


def _misnamed(
    home: Path, own: dict[str, Files], seeds: dict[str, Table], projects: dict[str, Table]
) -> Iterator[Problem]:
    """A home without regions, and seeds under names that nothing reads."""
    if "regions" not in seeds:
        yield Problem(str(home / "seeds/regions.csv"), Message("home_no_regions"))
    models = b"".join(own["models"].values())
    for name, table in seeds.items():
        if name not in projects and not re.search(
            rb"ref\(.%b.\)" % re.escape(name).encode(), models
        ):
            what = Message("home_no_such_seed", {"legal": Listed(list(projects), name)})
            yield Problem(table.file, what)


def _with_accidents(project: bytes, own: dict[str, Files]) -> bytes:
    """dbt's project with a place's own models of accidents among those whose union the accidents are:
    models that read a form whose layout names an event_domain."""
    layouts = own["layouts"].values()
    forms = {_form(layout).decode() for layout in layouts if _OF_ACCIDENTS.search(layout)}
    settings = yaml.load(project, yaml.CSafeLoader)
    settings["vars"]["accident_models"] += sorted(
        Path(path).stem
        for path, content in own["models"].items()
        if forms & set(forms_read(content.decode()))
    )
    return yaml.safe_dump(settings, allow_unicode=True).encode()


def _below(root: Path, part: str) -> Files:
    """A file, or all files of a folder."""
    found = [path for path in (root / part, *(root / part).rglob("*")) if path.is_file()]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(found)}


def _of_home(home: Path, part: str) -> Files:
    found = _below(home, part)
    return {path: content for path, content in found.items() if path.endswith(_READ[part])}


def _form(layout: bytes) -> bytes:
    """The form that a layout declares; a layout without one is told of where layouts are read."""
    found = re.search(rb"^form:\s*(\S+)", layout, re.MULTILINE)
    return found[1] if found else layout
