"""Small files of a form, kept in one: opening a file costs more than the few rows that it holds."""

import hashlib
import io
import json
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from pathlib import Path

import polars as pl

from analysis.base.files import remove_folder, sha256_of, write_atomically
from analysis.ingest.remembered import About

_ABOUTS = "abouts"
_NAMED_BY = 32  # digits of the hash of its content


class Pack:
    """`<form>/_packed-<hash of its content>-<layout version>.parquet`: the rows of one file after those
    of another, and in the footer what is remembered of each, so that both are there or neither."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[type["Pack"], tuple[Path]]:
        return Pack, (self.path,)  # another process reads it itself

    @cached_property
    def abouts(self) -> dict[str, About]:
        """By the stem of the file that was packed; `rows_from` is its first row here, of `rows_height`."""
        found: dict[str, About] = json.loads(pl.read_parquet_metadata(self.path)[_ABOUTS])
        return found

    @cached_property
    def _frame(self) -> pl.DataFrame:
        return pl.read_parquet(self.path, glob=False)

    def rows(self, stem: str, columns: Sequence[str] | None) -> pl.DataFrame:
        """The rows of one file."""
        about = self.abouts[stem]
        own = self._frame.slice(about["rows_from"], about["rows_height"])
        return own.select(columns) if columns else own

    @property
    def is_whole(self) -> bool:
        """Whether it holds what was written, of the form and version that its name says."""
        try:
            _, content, version = self.path.stem.split("-")
            return content == sha256_of(self.path)[:_NAMED_BY] and all(
                stem.endswith(version) for stem in self.abouts
            )
        except (OSError, ValueError, LookupError, pl.exceptions.PolarsError):
            return False


def pack_in(folder: Path) -> Pack | None:
    """The pack of a form, if it has a whole one; the largest, where a build was killed before it removed
    what the last one holds too."""
    packs = [pack for path in folder.glob("_packed-*.parquet") if (pack := Pack(path)).is_whole]
    return max(packs, key=lambda pack: len(pack.abouts), default=None)


def tidy(folder: Path, version: str, known: Collection[str], folders: Collection[str] = ()) -> None:
    """Remove all but the pack, if it is of `version`, files of `known` stems that it does not hold, and
    `folders`; what is removed and was handed in is read again."""
    pack = pack_in(folder)
    if pack and not pack.path.stem.endswith(version):
        pack = None
    for path in folder.glob("*"):
        is_kept = path.stem in known and not (pack and path.stem in pack.abouts)
        is_folder = path.is_dir() and not path.is_symlink()
        if (path.name in folders) if is_folder else (is_kept or (pack and path == pack.path)):
            continue
        if is_folder:
            remove_folder(path)
        else:
            path.unlink()


def pack(folder: Path, version: str, loose: Iterable[tuple[Path, About]]) -> None:
    """Pack `loose` files of rows, with what is remembered of each, together with what was packed before;
    `tidy` removes what is no longer needed, which the pack holds too."""
    before = pack_in(folder)
    abouts, frames = (dict(before.abouts), [before._frame]) if before else ({}, [])
    at = sum(frame.height for frame in frames)
    gone = [before.path] if before else []
    for path, about in loose:
        rows = pl.read_parquet(path, glob=False)
        abouts[path.stem] = about | {"rows_from": at, "rows_height": rows.height}
        frames.append(rows)
        at += rows.height
        gone += [path, path.with_suffix(".json")]
    content = io.BytesIO()
    said = json.dumps(abouts, ensure_ascii=True)
    pl.concat(frames).write_parquet(content, compression="zstd", metadata={_ABOUTS: said})
    name = hashlib.sha256(content.getvalue()).hexdigest()[:_NAMED_BY]
    write_atomically(folder / f"_packed-{name}-{version}.parquet", content.getvalue())
    for path in gone:
        path.unlink()
