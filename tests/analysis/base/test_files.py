"""Files are whole or not there, alone and together."""

from pathlib import Path

import pytest

from analysis.base.files import write_together


def _content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_of_files_that_belong_together_none_is_new_where_one_cannot_be_written(
    tmp_path: Path,
) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    write_together({first: b"old a", second: b"old b"})
    assert _content(tmp_path) == {"a": b"old a", "b": b"old b"}
    (tmp_path / "file").touch()
    with pytest.raises(FileExistsError):
        write_together({first: b"new a", second: b"new b", tmp_path / "file" / "c": b"c"})
    assert _content(tmp_path) == {"a": b"old a", "b": b"old b", "file": b""}


def test_a_folder_that_has_the_name_of_one_of_them_stops_all(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    write_together({first: b"old a"})
    second.mkdir()
    with pytest.raises(IsADirectoryError) as told:
        write_together({first: b"new a", second: b"new b"})
    assert told.value.filename == str(second)
    assert _content(tmp_path) == {"a": b"old a"}


def test_a_full_disk_is_told_with_the_file(tmp_path: Path) -> None:
    long = tmp_path / ("x" * 250)  # its temporary name is longer than the system takes
    with pytest.raises(OSError, match="too long") as told:
        write_together({tmp_path / "a": b"a", long: b"b"})
    assert told.value.filename == str(long)
    assert not list(tmp_path.iterdir())
