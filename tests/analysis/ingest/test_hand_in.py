"""What the name and folder of a file say that it is."""

from pathlib import Path

import pytest

from analysis.base.settings import layouts_folder
from analysis.forms.layout import load_layouts
from analysis.ingest.archive import Archive, Received, readable
from analysis.ingest.hand_in import identify, names_a_part

LAYOUT = load_layouts(layouts_folder())


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("道路交通事故明细_202403_树林召镇.csv", ["树林召镇"]),
        ("道路交通事故明细_202403（上半月）.csv", ["上半月"]),
        ("二中队/道路交通事故明细_202403.csv", ["二中队"]),
        ("道路交通事故明细_202403（更正）.csv", []),
    ],
)
def test_a_name_that_says_that_the_file_is_a_part(name: str, parts: list[str]) -> None:
    received = Received(name, 1, 0.0, "0" * 64, 1, "2026-01-01T00:00:00")
    assert names_a_part(identify([received], LAYOUT)) == parts


def test_a_name_in_another_encoding_is_read_and_kept(tmp_path: Path) -> None:
    inbox, archive = tmp_path / "inbox", tmp_path / "archive"
    inbox.mkdir()
    raw = "生产安全事故台账_2024年03月.xlsx".encode("gb18030")
    Path(str(inbox).encode().decode() + "/" + raw.decode("utf-8", "surrogateescape")).write_bytes(
        b"x"
    )
    taken = Archive(archive)
    assert taken.take(inbox, lambda name: name.startswith("生产安全")) == []
    (received,) = Archive(archive).all_received()
    assert received.name == readable(received.path) == "生产安全事故台账_2024年03月.xlsx"


@pytest.mark.parametrize(
    ("path", "department"),
    [
        ("住房和城乡建设局/执法检查月报_2025年06月.xlsx", "住房和城乡建设局"),
        ("执法检查月报_2025年06月_旗公安局（更正）.xlsx", "公安局"),
        ("执法检查月报_2025年06月.xlsx", "unknown"),
        ("张三/执法检查月报_2025年06月.xlsx", "unknown-1d841b"),
    ],
)
def test_the_department_of_a_form_of_any_department(path: str, department: str) -> None:
    received = Received(path, 1, 0.0, "0" * 64, 1, "2026-01-01T00:00:00")
    assert identify([received], LAYOUT).department == department
