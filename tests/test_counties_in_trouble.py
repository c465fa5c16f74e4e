"""What a province is told of counties whose folders or processes are in trouble, without a build of each."""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from analysis.base.settings import DataDir, local_now
from analysis.cli import app
from analysis.ingest.archive import Archive
from analysis.ingest.decisions import Decision, Decisions
from tests import homes
from tests.files import PRODUCTION_HEADER, production_row, xlsx
from tests.processes import environment

_FOLDERS = (homes.COUNTY, homes.OTHER_ZH, homes.LONE_CITY_ZH)
_LEDGER = "应急管理局/生产安全事故台账_2026年01月.xlsx"
_INGEST = """
import json, sys
from pathlib import Path
from analysis.base.settings import DataDir, local_now
from analysis.cli import app
from analysis.ingest.archive import Archive
from analysis.ingest.decisions import Decision, Decisions
from analysis.warehouse import home
data = DataDir(Path(sys.argv[1]))
home.use(data)
from analysis.counties import ingest_with_counties
from analysis.ingest.run import When
found = ingest_with_counties(data, Path(sys.argv[2]), None, When())
missing = {m.folder: m.reason.code for m in found.missing}
[m.reason.text(lang) for m in found.missing for lang in ("zh", "en")]
code_of = lambda r: r.text() if r.code == "worded" else r.code
fates = {o.hand_in.path: [o.status, *map(code_of, o.reasons)] for o in found.outcomes}
print(json.dumps([missing, fates]))
"""


class Province:
    """Three counties' folders, each with one ledger."""

    def __init__(self, root: Path) -> None:
        self.root, self.counties = root, root / "counties"
        self.data = DataDir(root / "province")
        self.home = homes.cities(root / "home")
        for folder, place in zip(_FOLDERS, (homes.COUNTY_ZH, *_FOLDERS[1:]), strict=True):
            self.ledger(folder, place, f"{place}1")

    def ledger(self, folder: str, place: str, number: str, path: str = _LEDGER) -> Path:
        towns = {homes.COUNTY_ZH: "柳河镇", homes.OTHER_ZH: "下坝乡", homes.LONE_CITY_ZH: "东塘镇"}
        row = production_row(
            number, **{"发生时间": "2026-01-05 08:00", "所属苏木镇（街道）": towns[place]}
        )
        title: list[object] = [f"{place}生产安全事故台账"]
        sheet: list[list[object]] = [title, ["单位：人、万元"], [*PRODUCTION_HEADER], row]
        return xlsx(self.counties / folder / "inbox" / path, {"台账": sheet})

    def start(self) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-c", _INGEST, str(self.data.root), str(self.counties)],
            env=environment(self.data.root) | {"SAFETY_HOME": str(self.home)},
            stdout=subprocess.PIPE,
            text=True,
        )

    def ingest(self) -> tuple[dict[str, str], dict[str, list[str]]]:
        """By folder why a county is missing, by path what became of a file."""
        return self.end(self.start())

    @staticmethod
    def end(process: "subprocess.Popen[str]") -> tuple[dict[str, str], dict[str, list[str]]]:
        out = process.communicate(timeout=120)[0]
        assert process.returncode == 0
        missing, fates = json.loads(out)
        return missing, fates


@pytest.fixture
def province(tmp_path: Path) -> Province:
    return Province(tmp_path)


def _children(process: "subprocess.Popen[str]") -> list[int]:
    found = Path(f"/proc/{process.pid}/task").glob("*/children")
    return [int(child) for path in found for child in path.read_text().split()]


def test_a_county_whose_process_breaks_or_is_killed_is_missing(province: Province) -> None:
    missing, fates = province.ingest()
    assert missing == {} and len(fates) == 3
    archive = province.counties / homes.OTHER_ZH / "archive"
    kept = (archive / "received.json").read_bytes()
    (archive / "received.json").write_text("{}", "utf-8")
    (province.counties / homes.COUNTY / "archive/decisions.json").write_text("null", "utf-8")
    missing, fates = province.ingest()
    assert missing == dict.fromkeys((homes.OTHER_ZH, homes.COUNTY), "county_failed")
    assert len(fates) == 1

    (archive / "received.json").write_bytes(kept)
    (province.counties / homes.COUNTY / "archive/decisions.json").unlink()
    process = province.start()
    while not (children := _children(process)):
        time.sleep(0.01)
    os.kill(children[0], signal.SIGKILL)
    missing, fates = Province.end(process)
    assert [*missing.values()] == ["county_failed"] and len(fates) == 2


def test_a_county_that_hangs_is_stopped_and_missing(province: Province) -> None:
    for name, seconds in (("max_wait_seconds", "1"), ("max_county_seconds", "19")):
        homes.add_row(province.home, "settings.csv", (name, seconds, "秒", "等候", ""))
    archive = province.counties / homes.OTHER_ZH / "archive"
    archive.mkdir()
    os.mkfifo(archive / "received.json")
    missing, fates = province.ingest()
    assert missing == {homes.OTHER_ZH: "county_stuck"}
    assert len(fates) == 2


def test_of_two_folders_of_a_county_neither_counts(province: Province) -> None:
    province.ledger(homes.COUNTY_ZH, homes.COUNTY_ZH, "9")
    missing, fates = province.ingest()
    assert missing == dict.fromkeys((homes.COUNTY, homes.COUNTY_ZH), "county_twice")
    assert len(fates) == 2


@pytest.mark.parametrize("linked", [".", "inbox"])
def test_a_folder_that_is_anothers_counts_once(province: Province, linked: str) -> None:
    folder = province.counties / homes.OTHER_ZH
    moved = folder.rename(province.root / "elsewhere")
    folder.joinpath(linked).parent.mkdir(exist_ok=True)
    folder.joinpath(linked).symlink_to(province.counties / homes.COUNTY / linked)
    missing, fates = province.ingest()
    assert missing == {homes.OTHER_ZH: "county_shared"}
    assert len(fates) == 2
    # a link to what is nobody else's is a mount like others
    folder.joinpath(linked).unlink()
    folder.joinpath(linked).symlink_to(moved / linked)
    missing, fates = province.ingest()
    assert missing == {} and len(fates) == 3


def _built_with(data: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[object, str]:
    """The counties that a build is made with, which is as far as it gets, and what is said."""
    given: list[object] = ["nothing"]

    def build(*how: object) -> None:
        given[0] = how[-1]
        raise ValueError

    monkeypatch.setattr("analysis.pipeline.build", build)
    result = CliRunner().invoke(app, ["build", "--data", str(data), *words])
    assert result.exit_code, result.output
    return given[0], result.output


def test_a_build_without_the_counties_of_the_last_one_is_made_with_them_or_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, counties = tmp_path / "data", tmp_path / "counties"
    counties.mkdir()
    assert _built_with(data, monkeypatch)[0] is None
    assert _built_with(data, monkeypatch, "--counties", str(counties))[0] == counties
    found, said = _built_with(data, monkeypatch)
    assert found == counties and "--counties" in said
    counties.rmdir()
    found, said = _built_with(data, monkeypatch)
    assert found == "nothing" and "不在了" in said
    # what is looked at as of a day changes nothing of the builds to come
    as_of = ("--without-counties", "--as-of", "2026-01-01")
    assert _built_with(data, monkeypatch, *as_of)[0] is None
    assert _built_with(data, monkeypatch)[0] == "nothing"
    assert _built_with(data, monkeypatch, "--without-counties")[0] is None
    assert _built_with(data, monkeypatch)[0] is None


def test_an_empty_name_is_no_folder_of_counties(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, said = _built_with(tmp_path, monkeypatch, "--counties", "")
    assert found == "nothing" and "不是目录" in said


def test_anothers_file_in_a_countys_inbox_is_held(province: Province) -> None:
    """By its title, by whoever handed it in, and by its name."""
    inbox = province.counties / homes.OTHER_ZH / "inbox"
    months = [_LEDGER.replace("01月", f"{month:02}月") for month in (2, 3, 4, 5)]
    province.ledger(homes.OTHER_ZH, homes.COUNTY_ZH, "2", months[0])
    for path, title, office in (
        (months[1], "生产安全事故台账", f"填报单位：{homes.COUNTY_ZH}应急管理局"),
        (months[2].replace("生产", f"{homes.COUNTY_ZH}生产"), "生产安全事故台账", ""),
        (months[3], f"{homes.OTHER_ZH}生产安全事故台账", f"填报单位：{homes.OTHER_ZH}应急管理局"),
    ):
        month = path[-7:-5]
        row = production_row(
            month, **{"发生时间": f"2026-{month}-05 08:00", "所属苏木镇（街道）": "下坝乡"}
        )
        sheet: list[list[object]] = [
            [title],
            ["单位：人、万元"],
            [*PRODUCTION_HEADER],
            row,
            [office],
        ]
        xlsx(inbox / path, {"台账": sheet})
    missing, fates = province.ingest()
    assert missing == {}
    of_other = {
        path.split("_")[1]: fate for path, fate in fates.items() if "石岭" in path.split("/")[0]
    }
    of_whom = "{}不是报送地区的数据；请核对是否误报"
    assert of_other == {
        "2026年01月.xlsx": ["accepted"],
        "2026年02月.xlsx": ["held", of_whom.format("标题“云岫县生产安全事故台账”")],
        "2026年03月.xlsx": ["held", of_whom.format("标题“填报单位:云岫县应急管理局”")],
        "2026年04月.xlsx": ["held", "name_elsewhere"],
        "2026年05月.xlsx": ["accepted"],
    }


def test_one_content_of_two_counties_counts_for_neither_until_one_is_rejected(
    province: Province,
) -> None:
    row = production_row("7", **{"发生时间": "2026-02-05 08:00", "所属苏木镇（街道）": ""})
    sheet: list[list[object]] = [
        ["生产安全事故台账"],
        ["单位：人、万元"],
        [*PRODUCTION_HEADER],
        row,
    ]
    path = _LEDGER.replace("01月", "02月")
    first = xlsx(province.counties / homes.COUNTY / "inbox" / path, {"台账": sheet})
    copy = province.counties / homes.OTHER_ZH / "inbox" / path
    shutil.copy2(first, copy)
    fates = province.ingest()[1]
    both = [f"{place}/{path}" for place in (homes.COUNTY_ZH, homes.OTHER_ZH)]
    assert [fates[one] for one in both] == [["held", "same_in_another_place"]] * 2
    archive = Archive(province.counties / homes.OTHER_ZH / "archive")
    (sha,) = {r.sha256 for r in archive.all_received() if r.path == path}
    about = (sha or "", path, "reject", "x", local_now(), "误报")
    Decisions(archive.folder).add(Decision(*about))
    fates = province.ingest()[1]
    assert [fates[one][0] for one in both] == ["accepted", "rejected"]


@pytest.mark.parametrize("is_shared", [True, False])
def test_what_is_made_in_a_countys_folder_is_its_groups_where_the_folder_is(
    province: Province, is_shared: bool
) -> None:
    folder = province.counties / homes.OTHER_ZH
    folder.chmod(0o2770 if is_shared else 0o770)
    assert province.ingest()[0] == {}
    made = [
        p for name in ("archive", "warehouse") for p in (folder / name, *(folder / name).rglob("*"))
    ]
    assert {"received.json", "build.lock"} <= {path.name for path in made}
    for path in made:
        mode = path.stat().st_mode
        owner, group = (mode & 0o700) >> 3, mode & 0o070
        assert (group == owner) is is_shared, path
        assert bool(mode & stat.S_ISGID) is (is_shared and path.is_dir()), path
