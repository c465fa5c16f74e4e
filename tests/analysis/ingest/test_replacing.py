"""What takes the place of an earlier file of its month, and what only has the same numbers."""

from collections.abc import Mapping, Sequence

import pytest

from analysis.base.settings import DataDir, layouts_folder
from analysis.ingest.run import ingest
from tests.files import csv_file, handed_in, production_file, production_row

_HEAD = ["隐患编号", "行业领域", "所属苏木镇（街道）", "隐患等级", "排查日期", "整改期限", "整改完成日期", "责任单位"]  # fmt: skip
_MONTH = "隐患排查治理台账_2024年03月"


def _hazard(number: int, grade: str, place: str = "树林召镇", day: int = 5, closed: str = "") -> list[object]:  # fmt: skip
    return [
        str(number),
        "煤矿",
        place,
        grade,
        f"2024-03-{day:02}",
        "2024-04-20",
        closed,
        "应急管理局",
    ]


def _fates(data: DataDir, *files: tuple[str, Sequence[Sequence[object]]]) -> list[tuple[str, str]]:
    """Status and reason of each file, handed in one after the other."""
    for name, rows in files:
        csv_file(data.inbox / "应急管理局" / f"{name}.csv", [_HEAD, *rows])
        table = ingest(data, layouts_folder()).tables["hand_ins"]
    by_name = {row["path"].rsplit("/", 1)[-1][:-4]: row for row in table.iter_rows(named=True)}
    return [(by_name[name]["status"], by_name[name]["reason"] or "") for name, _ in files]


def test_a_register_of_other_things_under_the_same_numbers_is_held(data: DataDir) -> None:
    major = [_hazard(n, "重大") for n in (1, 2)]
    general = [_hazard(n, "一般", closed="2024-03-20") for n in (1, 2, 3)]
    first, second = _fates(
        data, (f"{_MONTH}（重大隐患）", major), (f"{_MONTH}（一般隐患）", general)
    )
    assert (first[0], second[0]) == ("accepted", "held")
    assert "2行中，有2行的“隐患等级”不同" in second[1] and "重大隐患" in second[1]


@pytest.mark.parametrize(
    ("mark", "rows", "status"),
    [
        ("", [_hazard(n, "重大", closed="2024-03-20") for n in (1, 2, 3)], "accepted"),
        ("", [_hazard(1, "一般"), _hazard(2, "重大"), _hazard(3, "重大")], "accepted"),
        ("", [_hazard(1, "一般"), _hazard(2, "重大", day=6), _hazard(3, "重大")], "held"),
        ("（更正）", [_hazard(n, "一般", day=6) for n in (1, 2, 3)], "accepted"),
        ("（更正）", [_hazard(n, "一般", "昭君镇", day=6) for n in (1, 2, 3)], "held"),
    ],
)
def test_a_correction_mends_what_it_replaces(
    data: DataDir, mark: str, rows: list[list[object]], status: str
) -> None:
    before = [_hazard(n, "重大") for n in (1, 2, 3)]
    fates = _fates(data, (_MONTH, before), (f"{_MONTH}{mark or '_2'}", rows))
    assert [fate for fate, _ in fates] == [
        "superseded" if status == "accepted" else "accepted",
        status,
    ]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"发生时间": "2024-03-09 08:00", "所属苏木镇（街道）": "昭君镇"}, "accepted"),
        (
            {"发生时间": "2024-03-09 08:00", "所属苏木镇（街道）": "昭君镇", "事故类型": "坍塌"},
            "held",
        ),
    ],
)
def test_an_accident_is_another_by_most_of_what_tells_it(
    data: DataDir, changes: dict[str, str], status: str
) -> None:
    name = "生产安全事故台账_2024年03月"
    production_file(data.inbox / f"{name}.xlsx", [production_row("1")])
    ingest(data, layouts_folder())
    production_file(data.inbox / f"{name}_2.xlsx", [production_row("1", **changes)])
    table = ingest(data, layouts_folder()).tables["hand_ins"]
    assert dict(zip(table["path"], table["status"], strict=True))[f"{name}_2.xlsx"] == status


_PROGRESS: list[object] = ["指标名称", "单位", "完成数", "应完成数", "完成率（%）", "填报单位"]
_TARGETS = ("中小学安全教育覆盖率", "高危行业安全生产责任险覆盖率", "市政消火栓（消防水鹤）完好率")
_STEADY: list[list[object]] = [[name, "%", 100, 100, 100, "应急管理局"] for name in _TARGETS]
_INSPECTED: list[object] = [
    "执法部门",
    "检查次数",
    "信息化检查次数",
    "处罚次数",
    "罚款金额（万元）",
]
_MONTHS = [f"{year}年{month:02}月" for year in (2023, 2024) for month in range(1, 13)][:16]


def _held(data: DataDir, form: str, months: Mapping[str, Sequence[Sequence[object]]]) -> list[str]:
    """The months whose files of `form` are held, handed in one day after the other."""
    for number, (month, grid) in enumerate(months.items()):
        path = csv_file(data.inbox / "应急管理局" / f"{form}_{month}.csv", grid)
        handed_in(path, 86_400 * (40 - number))
    table = ingest(data, layouts_folder()).tables["hand_ins"].filter(status="held")
    return sorted(path.rsplit("_", 1)[1][:-4] for path in table["path"])


def test_levels_stand_still_and_the_same_bytes_do_not(data: DataDir) -> None:
    steady: dict[str, list[list[object]]] = {
        m: [[f"{m}目标进度"], _PROGRESS, *_STEADY] for m in _MONTHS
    }
    steady["2024年02月"] = [["2024年1月目标进度"], _PROGRESS, *_STEADY]
    steady["2024年03月"] = steady["2024年04月"] = [_PROGRESS, *_STEADY]
    assert _held(data, "目标进度", steady) == ["2024年02月", "2024年04月"]


def test_counts_go_on_from_month_to_month_but_are_not_those_of_a_year_ago(data: DataDir) -> None:
    rows: dict[str, list[object]] = {m: ["应急管理局", 30, 20, 2, 1.5] for m in _MONTHS}
    rows |= {m: ["应急管理局", 30 + n, 20, 2, 1.5] for n, m in enumerate(_MONTHS[4:8])}
    rows |= {m: ["应急管理局", 0, 0, 0, 0] for m in (_MONTHS[1], _MONTHS[14])}
    rows[_MONTHS[15]] = rows[_MONTHS[6]]  # nine months ago: it may happen
    rows[_MONTHS[13]] = ["应急管理局", 44, 20, 2, 1.5]
    rows[_MONTHS[0]] = rows[_MONTHS[13]]
    months: dict[str, list[list[object]]] = {
        m: [[f"{m}执法检查月报"], _INSPECTED, row] for m, row in rows.items()
    }
    assert _held(data, "执法检查月报", months) == [_MONTHS[13]]


@pytest.mark.parametrize(
    ("folders", "statuses", "told"),
    [
        (("应急局", "旗应急管理局（更正）"), ["superseded", "accepted"], ""),
        (
            ("旗城管局", "城市管理局（更正）"),
            ["accepted", "held"],
            "无法判断更正的是不是",
        ),
        (
            ("旗城管局", "应急管理局（更正）"),
            ["accepted", "held"],
            "无法判断更正的是不是",
        ),
        (("旗城管局", "城市管理局"), ["accepted", "accepted"], "按不同部门分别计入"),
        (("旗城管局", "旗城管局（更正）"), ["superseded", "accepted"], ""),
        (("住房和城乡建设局", "应急管理局（更正）"), ["accepted", "accepted"], ""),
        (("旗城管局", "应急管理局"), ["accepted", "accepted"], ""),
    ],
)
def test_one_department_under_two_spellings_is_not_added_up_unsaid(
    data: DataDir, folders: tuple[str, str], statuses: list[str], told: str
) -> None:
    for number, folder in enumerate(folders):
        department, mark = folder.removesuffix("（更正）"), "（更正）" if "更正" in folder else ""
        grid = [_PROGRESS, [_TARGETS[0], "%", 50 + number, 100, 50 + number, department]]
        csv_file(data.inbox / department / f"目标进度_2024年03月{mark}.csv", grid)
        table = ingest(data, layouts_folder()).tables["hand_ins"].sort("last_received_at")
    table = table.sort(table["path"].str.contains("更正")) if "更正" in folders[1] else table
    assert table["status"].to_list() == statuses
    assert told in (table["reason"][1] or "") + (table["warnings"][1] or "")
    assert bool(told) == bool(table["reason"][1] or table["warnings"][1])


@pytest.mark.parametrize(
    ("corrects", "names_listed", "words"),
    [
        ("应急管理局", False, "加上那个部门的别名"),
        ("某某中心", True, "部门不在部门名单中，无法判断"),
    ],
)
def test_whose_correction_it_is_is_asked_of_who_is_not_in_the_list(
    data: DataDir, corrects: str, names_listed: bool, words: str
) -> None:
    for department in ("水利局", "某某大队"):
        csv_file(data.inbox / department / f"{_MONTH}.csv", [_HEAD, _hazard(1, "一般")])
        ingest(data, layouts_folder())
    csv_file(data.inbox / corrects / f"{_MONTH}（更正）.csv", [_HEAD, _hazard(2, "一般")])
    table = ingest(data, layouts_folder()).tables["hand_ins"]
    (reason,) = table.filter(status="held")["reason"]
    assert words in reason
    assert ("水利局" in reason) == names_listed
