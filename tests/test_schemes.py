"""A scheme of evaluation is rows of a seed: a place's own is scored without any other change, and what was
not seen, or is not known, is never a point."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from analysis.base.settings import PROJECT, DataDir, setting
from analysis.marts import Snapshot
from analysis.marts.evaluation import SchemeSum, ScoreRow, scheme_sums, scores
from tests import homes
from tests.files import PRODUCTION_HEADER, production_row, xlsx
from tests.processes import SAFETY, run

pytestmark = pytest.mark.slow

YEAR = date.today().year - 1  # the last that is over
HEADER = (PROJECT / "seeds/evaluation_rules.csv").read_text("utf-8").splitlines()[0].split(",")
HAZARDS = [
    "隐患编号", "行业领域", "所属苏木镇（街道）", "隐患等级", "排查日期", "整改期限", "整改完成日期",
    "责任单位",
]  # fmt: skip


def _row(home: Path, item: str, scheme: str, **cells: str) -> None:
    given: Mapping[str, str] = {
        "item_id": item,
        "scheme": scheme,
        "parent_id": "" if item == scheme else scheme,
        "name_zh": f"{item}项",
        "name_en": f"item {item}",
        "is_text_seen": "true",
        "source": "虚构",
        **cells,
    }
    homes.add_row(home, "evaluation_rules.csv", tuple(given.get(name, "") for name in HEADER))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A county with two schemes of its own, one of them with a veto that holds."""
    folder = tmp_path_factory.mktemp("schemes")
    home, data = homes.county(folder / "home"), DataDir(folder / "data")
    homes.add_row(home, "departments.csv", ("judges", "评审组", "Judges", "", ""))
    _row(
        home,
        "own",
        "own",
        edition="3",
        judge_zh="评审组",
        judge_en="Judges",
        department_id="judges",
    )
    each = {"rule_kind": "per_item", "hazards": "open", "points_per_step": "0.5"}
    _row(home, "major", "own", max_points="3", points_origin="text", hazard_grade="major", **each)
    below = {
        "rule_kind": "threshold",
        "operator": "<",
        "bound": "8",
        "department_id": "housing_construction",
    }
    _row(home, "pipes", "own", max_points="2", points_origin="text", target_id="old_pipes", **below)
    _row(home, "house", "own", max_points="2", points_origin="text", rule_kind="document")
    _row(home, "paper", "own", max_points="1", points_origin="text", rule_kind="document")
    unseen = {**below, "is_text_seen": "false"}
    _row(
        home, "unseen", "own", max_points="4", points_origin="text", target_id="old_pipes", **unseen
    )
    _row(home, "hard", "hard", department_id="judges")
    veto = {"rule_kind": "veto", "series": "production_deaths", "operator": ">", "bound": "1"}
    _row(home, "deaths", "hard", **veto)
    five = {"max_points": "5", "points_origin": "text"}
    _row(home, "kind", "hard", **five)
    soft = {**each, **five, "hazard_grade": "general", "parent_id": "kind"}
    _row(home, "soft", "hard", **soft, valid_from="2021-01-01")
    names = {"name_zh": "soft项", "name_en": "item soft"}  # the same item before: counted once
    _row(home, "was", "hard", **soft, **names, valid_to="2020-12-31")
    homes.write_csv(
        home / "seeds/evaluation_documents.csv",
        ["item_id", "title", "sha256", "dated_on"],
        ("house", "规划", "ab" * 32, f"{YEAR}-02-03"),
    )
    happened = f"{YEAR}-03-05 14:20"
    place = {"所属苏木镇（街道）": "青石镇", "发生时间": happened}
    grid = [["单位：人、万元"], PRODUCTION_HEADER, production_row("SX1", 死亡=2, **place)]
    xlsx(data.inbox / f"生产安全事故台账_{YEAR}年03月.xlsx", {"台账": grid})
    grid = [
        HAZARDS,
        ["Y1", "煤矿", "青石镇", "重大", f"{YEAR}-03-01", f"{YEAR}-03-20", "", "甲"],
        ["Y2", "煤矿", "青石镇", "重大", f"{YEAR}-03-01", f"{YEAR}-03-20", f"{YEAR}-03-11", "甲"],
        ["Y3", "煤矿", "青石镇", "一般", f"{YEAR}-03-01", f"{YEAR}-03-20", "", "甲"],
    ]
    today = date.today()
    first = int(setting("baseline_last_year")) + 1
    for at in range(12 * first, 12 * today.year + today.month - 1):  # each lists all that there are
        path = data.inbox / f"应急管理局/隐患排查治理台账_{at // 12}年{at % 12 + 1:02}月.xlsx"
        day = f"{at // 12}-{at % 12 + 1:02}-01"
        xlsx(path, {"a": [*grid, [f"M{at}", "燃气", "青石镇", "一般", day, day, day, "乙"]]})
    grid = [
        ["指标名称", "单位", "完成数", "应完成数", "完成率（%）", "填报单位", "备注"],
        ["供水、供热和燃气老旧管网占比", "%", 8, 100, 8, "住房和城乡建设局", ""],
    ]
    xlsx(data.inbox / f"住房和城乡建设局/目标进度_{YEAR}年12月.xlsx", {"a": grid})
    code, said = run([*SAFETY, "--home", str(home), "build"], data.root)
    assert code == 0, said
    return Snapshot(data)


@pytest.fixture(scope="module")
def items(built: Snapshot) -> dict[str, ScoreRow]:
    return {row["item_id"]: row for row in scores(built, "zh")}


def _sum(items: dict[str, ScoreRow], scheme: str) -> SchemeSum:
    return next(one for one in scheme_sums(list(items.values())) if one.scheme == scheme)


def test_an_item_is_scored_with_its_evidence_and_who_closes_its_gap(
    items: dict[str, ScoreRow],
) -> None:
    major = items["major"]
    assert (major["status"], major["points"], major["value"], major["gap"]) == ("scored", 2.5, 1, 1)
    assert [source.rsplit("/", 1)[1] for source in major["sources"]] == ["2"]
    assert [hand_in.startswith("hazards-") for hand_in in major["hand_in_ids"]] == [True]
    assert (major["departments"], major["reason_name"]) == (["评审组"], "未达到")
    pipes = items["pipes"]
    assert (pipes["status"], pipes["points"], pipes["value"], pipes["gap"]) == ("scored", 0, 8, 0)
    assert pipes["departments"] == ["住房和城乡建设局"]


def test_a_document_scores_where_it_is_on_file_and_is_unknown_where_it_is_not(
    items: dict[str, ScoreRow],
) -> None:
    house, paper = items["house"], items["paper"]
    assert (house["status"], house["points"], house["reason"]) == ("scored", 2, None)
    assert (house["departments"], house["sources"]) == ([], [f"规划/{'ab' * 32}"])
    assert (paper["status"], paper["points"], paper["reason"]) == (
        "not_scorable",
        None,
        "no_document",
    )
    assert (paper["points_lower"], paper["points_upper"]) == (0, 1)


def test_a_rule_whose_text_was_not_seen_is_listed_and_never_scored(
    items: dict[str, ScoreRow],
) -> None:
    unseen = items["unseen"]
    assert (unseen["status"], unseen["points"], unseen["value"]) == ("no_rule_text", None, None)
    assert (unseen["points_lower"], unseen["points_upper"]) == (0, 4)
    of_the_project = [row for row in items.values() if row["status"] == "no_rule_text"]
    assert len(of_the_project) > 10
    assert {(row["points"], row["points_lower"]) for row in of_the_project} == {(None, 0)}


def test_a_veto_takes_every_point_of_its_scheme_alone(items: dict[str, ScoreRow]) -> None:
    deaths, soft = items["deaths"], items["soft"]
    assert (deaths["status"], deaths["reason"]) == ("veto", "veto_holds")
    assert (deaths["value"], deaths["value_lower"], deaths["departments"]) == (None, 2, ["评审组"])
    assert [f"{YEAR}-03" in hand_in for hand_in in deaths["hand_in_ids"]] == [True]
    assert (soft["status"], soft["points"], soft["points_upper"]) == ("veto", 0, 0)
    assert (soft["reason"], soft["gap"], soft["departments"]) == ("vetoed", 1, ["评审组"])
    assert _sum(items, "hard").is_vetoed
    assert _sum(items, "hard").upper == 0
    assert not _sum(items, "own").is_vetoed


def test_the_sum_says_what_is_scored_possible_unknown_and_without_text(
    items: dict[str, ScoreRow],
) -> None:
    own = _sum(items, "own")
    assert (own.name, own.judge, own.edition) == ("own项", "评审组", "3")
    assert (own.points, own.points_scorable, own.points_possible) == (4.5, 7, 12)
    assert (own.lower, own.upper) == (4.5, 9.5)
    assert (own.scored, own.not_scorable, own.without_text) == (3, 1, 1)
    assert own.has_own_points
    assert not _sum(items, "plan").has_own_points


def test_items_are_in_the_order_of_their_rules_and_worded_in_both_languages(
    built: Snapshot, items: dict[str, ScoreRow]
) -> None:
    own = [item for item, row in items.items() if row["scheme"] == "own"]
    assert own == ["major", "pipes", "house", "paper", "unseen"]
    english = {row["item_id"]: row for row in scores(built, "en")}
    assert english["major"]["name"] == "item major"
    assert english["demonstration_city_2019_source"]["name"] == "Safety at the source, all else"
    assert items["demonstration_city_2019_source"]["name"] == "源头治理（其余各项）"
    plan = [row for row in items.values() if row["scheme"] == "plan"]
    assert len(plan) == 15
    assert {row["points_max"] for row in plan} == {1}


def test_a_place_without_targets_of_the_plan_has_no_scheme_of_them(tmp_path: Path) -> None:
    home, data = homes.county(tmp_path / "home"), DataDir(tmp_path / "data")
    header = (PROJECT / "seeds/targets.csv").read_text("utf-8").splitlines()[0].split(",")
    homes.write_csv(home / "seeds/targets.csv", header)
    data.inbox.mkdir(parents=True)
    code, said = run([*SAFETY, "--home", str(home), "build"], data.root)
    assert code == 0, said
    found = {row["scheme"] for row in scores(Snapshot(data), "zh")}
    assert found == {"demonstration_city_2019", "root_causes"}
