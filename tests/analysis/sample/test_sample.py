from pathlib import Path

import pytest

from analysis.sample import write_sample


def _files(folder: Path) -> dict[str, tuple[bytes, float]]:
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime)
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.slow
def test_the_same_seed_gives_the_same_files(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_sample(tmp_path / name, [2024], seed, messy=True)
    assert _files(tmp_path / "a") == _files(tmp_path / "b")
    assert _files(tmp_path / "a") != _files(tmp_path / "c")


def test_every_file_is_marked_as_invented(tmp_path: Path) -> None:
    write_sample(tmp_path, [2024])
    assert all("示例数据" in name for name in _files(tmp_path))


@pytest.mark.slow
def test_scale_multiplies_the_events(tmp_path: Path) -> None:
    write_sample(tmp_path / "one", [2024])
    write_sample(tmp_path / "five", [2024], scale=5)
    rows = [
        sum(b.count(b"\n") for n, (b, _) in _files(tmp_path / d).items() if n.endswith(".csv"))
        for d in ("one", "five")
    ]
    assert 3 < rows[1] / rows[0] < 6
