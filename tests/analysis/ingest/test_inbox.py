"""What lies in the inbox is taken whole or left."""

import os

import pytest

from analysis.base.settings import DataDir, layouts_folder
from analysis.ingest.run import ingest
from tests.files import (
    production_file,
    production_row,
)


def test_a_file_still_being_written_waits_for_the_next_build(
    data: DataDir, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = production_file(data.inbox / "生产安全事故台账_2024年03月.xlsx", [production_row()])
    whole = path.read_bytes()
    path.write_bytes(whole[:100])

    def go_on_writing(_: float) -> None:
        path.write_bytes(whole)

    monkeypatch.setattr("analysis.ingest.archive.time.sleep", go_on_writing)
    (row,) = ingest(data, layouts_folder()).tables["hand_ins"].iter_rows(named=True)
    assert (row["status"], row["reason"]) == ("held", "文件正在写入，留待下次")
    assert (row["form"], row["period"], row["waits"]) == ("production_accidents", "2024-03", True)
    monkeypatch.undo()
    (row,) = ingest(data, layouts_folder()).tables["hand_ins"].iter_rows(named=True)
    assert row["status"] == "accepted"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_rejected(data: DataDir) -> None:
    path = production_file(data.inbox / "生产安全事故台账_2024年03月.xlsx", [production_row()])
    path.chmod(0)
    (row,) = ingest(data, layouts_folder()).tables["hand_ins"].iter_rows(named=True)
    assert row["status"] == "rejected"
