"""What Spark reads of the files that were read."""

from pathlib import Path

from analysis.warehouse.parquet import unhidden


def test_every_file_of_every_county_stands_in_one_folder_a_form(tmp_path: Path) -> None:
    for name in (
        "fires/2024-a.parquet",
        "fires/_packed-b.parquet",
        "fires/150622/_packed-b.parquet",
    ):
        file = tmp_path / "raw" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    (tmp_path / "raw/fires/2024-a.json").touch()
    seen = unhidden(tmp_path / "raw", tmp_path / "build")
    found = {file.name: file.read_text() for file in seen.glob("fires/*/*")}
    assert found == {
        "2024-a.parquet": "fires/2024-a.parquet",
        "packed-b.parquet": "fires/_packed-b.parquet",
        "150622-_packed-b.parquet": "fires/150622/_packed-b.parquet",
    }
