"""Small files are packed into one, and nothing that is said of them changes."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest

from analysis.base.settings import DataDir, layouts_folder
from analysis.ingest import store
from analysis.ingest.preview import preview
from analysis.ingest.run import Ingested, When, ingest
from analysis.sample import write_sample

_FORM = "road_accidents"  # one a month
_YEARS = range(2023, 2026)
Damage = Callable[[Path], None]


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
        patch.setattr("analysis.ingest.packed.write_atomically", _write_and_die)
        with pytest.raises(KeyboardInterrupt):
            _read(copy)
    (pack,) = _packs(copy)
    form = pack.parent.name
    assert _rows(copy, form).height == 2 * expected[form].height
    assert _read(copy).files_read == 0
    for form, rows in expected.items():
        assert _rows(copy, form).equals(rows)


def _copied_under(name: str) -> Damage:
    def damage(folder: Path) -> None:
        (pack,) = folder.glob("_packed-*")
        shutil.copy(pack, folder / name.format(pack=pack.name, version=pack.stem.split("-")[-1]))

    return damage


def _empty_with_rows(folder: Path) -> None:
    (pack,), (empty,) = folder.glob("_packed-*"), folder.glob("_empty-*")
    shutil.copy(pack, empty)


def _empty_cut(folder: Path) -> None:
    (empty,) = folder.glob("_empty-*")
    empty.write_bytes(b"")


def _pack_of_another_form(folder: Path) -> None:
    (own,), (other,) = folder.glob("_packed-*"), folder.parent.glob("warnings/_packed-*")
    version = own.stem.split("-")[-1]
    shutil.copy(other, folder / f"{'-'.join(other.stem.split('-')[:2])}-{version}.parquet")


def _rejected_by_hand(folder: Path) -> None:
    for path in folder.parent.rglob("*.json"):
        about = json.loads(path.read_text("utf-8"))
        path.write_text(json.dumps(about | {"rejected": {"code": "x", "zh": "x", "en": "x"}}))


def _without_counts(folder: Path) -> None:
    for path in folder.parent.rglob("*.json"):
        about = json.loads(path.read_text("utf-8"))
        del about["counts"]
        path.write_text(json.dumps(about))


def _with_folders(folder: Path) -> None:
    for name in ("old.bak", "old.parquet"):
        (folder / name).mkdir()
        (folder / name / "rows.parquet").write_bytes(b"none")


@pytest.mark.parametrize(
    "damage",
    [
        _copied_under("复件 {pack}"),
        _copied_under(".{pack}"),
        _copied_under("2020-01-0123456789abcdef-0123456789ab-{version}.parquet"),
        _empty_with_rows,
        _empty_cut,
        _pack_of_another_form,
        _rejected_by_hand,
        _without_counts,
        _with_folders,
    ],
)
def test_whatever_is_done_to_what_is_kept_the_same_is_said(
    copy: DataDir, handed_in: DataDir, damage: Damage
) -> None:
    damage(copy.raw / _FORM)
    damaged, whole = _read(copy), _read(handed_in)
    for name, table in whole.tables.items():
        assert damaged.tables[name].equals(table), name
    for form in sorted(path.name for path in handed_in.raw.iterdir() if path.name != "register"):
        assert _rows(copy, form).equals(_rows(handed_in, form)), form
    assert not [path for path in (copy.raw / _FORM).iterdir() if path.is_dir()]


def test_a_file_is_checked_beside_a_pack_that_cannot_be_read(copy: DataDir) -> None:
    (pack,) = _packs(copy, _FORM)
    pack.write_bytes(b"garbage")
    file = next(path for path in copy.inbox.rglob("*") if "道路交通事故" in path.name)
    assert preview(copy, layouts_folder(), file).outcome is not None


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


def _write_and_die(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    raise KeyboardInterrupt


def _packs(data: DataDir, form: str = "*") -> Iterator[Path]:
    return data.raw.glob(f"{form}/_packed-*.parquet")


def _rows(data: DataDir, form: str) -> pl.DataFrame:
    rows = pl.concat(
        pl.read_parquet(path, glob=False) for path in (data.raw / form).glob("*.parquet")
    )
    return rows.sort("hand_in_id", "source_sheet", "source_row")
