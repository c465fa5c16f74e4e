"""Small files are packed into one, and nothing that is said of them changes."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from analysis.base.settings import DataDir, layouts_folder
from analysis.ingest import store
from analysis.ingest.run import Ingested, When, ingest
from analysis.sample import write_sample

_FORM = "road_accidents"  # one a month
_YEARS = range(2023, 2026)


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> DataDir:
    """Three messy years, read and packed."""
    data = DataDir(tmp_path_factory.mktemp("packed"))
    write_sample(data.inbox, years=_YEARS, messy=True)
    _read(data)
    return data


@pytest.fixture()
def copy(handed_in: DataDir, tmp_path: Path) -> DataDir:
    """One that may be damaged."""
    shutil.copytree(handed_in.root, tmp_path / "copy")
    return DataDir(tmp_path / "copy")


def test_packed_or_not_the_same_is_said(
    copy: DataDir, handed_in: DataDir, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_MANY", 10**9)
    shutil.rmtree(copy.raw)
    apart, packed = _read(copy), _read(handed_in)
    assert not [*_packs(copy)]
    assert len([*_packs(handed_in)]) > 3
    assert packed.files_read == 0 < apart.files_read
    for name, table in apart.tables.items():
        assert packed.tables[name].equals(table), name
    for form in {path.parent.name for path in _packs(handed_in)}:
        one, other = _rows(copy, form), _rows(handed_in, form)
        assert one.height > 0
        assert one.equals(other), form


def test_a_pack_that_was_altered_is_read_again_from_the_archive(copy: DataDir) -> None:
    before = {form: _rows(copy, form) for form in ("fires", _FORM)}
    (pack,) = _packs(copy, _FORM)
    pl.read_parquet(pack).with_columns(deaths=pl.lit(9)).write_parquet(pack)
    assert _read(copy).files_read >= store._MANY
    for form, rows in before.items():
        assert _rows(copy, form).equals(rows)


def test_a_build_killed_while_it_packed_counts_no_row_twice(
    copy: DataDir, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = {path.parent.name: _rows(copy, path.parent.name) for path in _packs(copy)}
    shutil.rmtree(copy.raw)
    with monkeypatch.context() as patch:
        patch.setattr("analysis.ingest.packed.tidy", _killed)
        with pytest.raises(KeyboardInterrupt):
            _read(copy)
    (pack,) = _packs(copy)
    form = pack.parent.name
    assert _rows(copy, form).height == 2 * expected[form].height
    assert _read(copy).files_read == 0
    for form, rows in expected.items():
        assert _rows(copy, form).equals(rows)


def test_what_is_new_joins_what_was_packed(copy: DataDir) -> None:
    (before,) = _packs(copy, _FORM)
    height = _rows(copy, _FORM).height
    write_sample(copy.inbox, years=range(2020, 2023), messy=True)
    assert _read(copy).files_read > 0
    (after,) = _packs(copy, _FORM)
    assert after != before
    assert _rows(copy, _FORM).height > height
    assert _read(copy).files_read == 0


def _read(data: DataDir) -> Ingested:
    return ingest(data, layouts_folder(), when=When(dated_by_files=True))


def _killed(_: Path) -> None:
    raise KeyboardInterrupt


def _packs(data: DataDir, form: str = "*") -> Iterator[Path]:
    return data.raw.glob(f"{form}/_packed-*.parquet")


def _rows(data: DataDir, form: str) -> pl.DataFrame:
    rows = pl.concat(
        pl.read_parquet(path, glob=False) for path in (data.raw / form).glob("*.parquet")
    )
    return rows.sort("hand_in_id", "source_sheet", "source_row")
