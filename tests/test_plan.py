"""The seeds of the plan and its text (docs/plan.txt) say the same, neither of them more."""

import re
from collections import defaultdict
from datetime import date, timedelta
from functools import cache

import pytest

from analysis.base.seeds import seed_rows
from analysis.base.settings import PROJECT

TEXT = (PROJECT / "docs/plan.txt").read_text("utf-8")
PLAIN = TEXT.translate(str.maketrans("（），：", "(),:")).replace(" ", "")
_OPEN_END = re.compile(r"等(相关|负有安全监管职责的)部门和单位$")


def rows(seed: str) -> tuple[dict[str, str], ...]:
    return seed_rows(f"{seed}.csv")


def plain(words: str) -> str:
    return words.translate(str.maketrans("（）", "()"))


@cache
def units() -> dict[str, str]:
    """Every name of a unit, as plain as the text here, with its id."""
    names = {plain(row["name_zh"]): row["department_id"] for row in rows("departments")}
    return names | {row["alias"]: row["department_id"] for row in rows("department_aliases")}


def tasks_of_the_text() -> list[tuple[str, str, str, str]]:
    """Number, heading, body and units of each task, as written."""
    wanted = r"^(\d+)\.([^。\n]+)。(.*?)\(责任单位:([^\n]+)\)$"
    return re.findall(wanted, PLAIN, re.M)


def unit_of(name: str) -> str:
    """The id of a unit as the plan names it, of its own county or not."""
    name = _OPEN_END.sub("", name)
    return units().get(name) or units()[name.removeprefix("旗")]


def goals() -> str:
    """The paragraph of dated goals, as it stands."""
    return next(line for line in TEXT.splitlines() if line.startswith("主要实现以下目标"))


def test_the_text_has_sixteen_tasks_that_each_name_who_answers() -> None:
    assert [int(number) for number, *_ in tasks_of_the_text()] == list(range(1, 17))
    assert PLAIN.count("(责任单位:") == 16


def test_aspects_and_the_tasks_under_them_are_those_of_the_text() -> None:
    chapter = PLAIN.partition("\n二、主要任务\n")[2].partition("\n三、工作步骤\n")[0]
    found: dict[str, list[str]] = {}
    for line in chapter.splitlines():
        if aspect := re.fullmatch(r"\([一二三四五六]\)(.+)", line):
            tasks = found.setdefault(aspect[1], [])
        else:
            tasks.append(line.partition(".")[2].partition("。")[0])
    names = {row["aspect"]: row["name_zh"] for row in rows("plan_aspects")}
    seeded = defaultdict(list)
    for row in rows("tasks"):
        seeded[names[row["aspect"]]].append(row["name_zh"])
    assert list(seeded.items()) == list(found.items())
    assert list(names) == [str(number) for number in range(1, len(found) + 1)]
    numbered = {row["task_id"]: row["name_zh"] for row in rows("tasks")}
    assert numbered == {number: heading for number, heading, *_ in tasks_of_the_text()}


@pytest.mark.parametrize("task", tasks_of_the_text(), ids=lambda task: task[1])
def test_who_answers_for_a_task_is_whom_the_text_names_in_its_order(
    task: tuple[str, str, str, str],
) -> None:
    named = [unit_of(name) for name in re.split("[,、]", task[3])]
    links = [row for row in rows("task_departments") if row["task_id"] == task[0]]
    links.sort(key=lambda row: int(row["position"]))
    assert [row["department_id"] for row in links] == named
    assert [int(row["position"]) for row in links] == list(range(1, len(named) + 1))
    assert {row["role"] for row in links} == {"answers"}


def test_goals_say_the_targets_and_their_years_and_nothing_else() -> None:
    left, due = goals(), {}
    for row in rows("targets"):
        if row["kind"] != "verdict":
            before, found, after = left.partition(row["wording"])
            assert found, row["target_id"]
            year = re.findall(r"到 (\d{4}) 年底", before)[-1]
            due[row["target_id"]] = f"{year}-12-31"
            left = f"{before}{after}"
    assert due == {r["target_id"]: r["due_date"] for r in rows("targets") if r["target_id"] in due}
    assert len(due) == 11
    rest = re.sub(r"到 \d{4} 年底", "", left.removeprefix("主要实现以下目标:"))
    assert set(rest) <= set(",;。"), rest


def test_a_number_of_the_plan_is_the_bound_of_its_target() -> None:
    signs = {"": "=", "<": "<", ">": ">", "≥": ">="}
    for row in rows("targets"):
        number = re.search(r"(<|>|≥|) ?(\d+)%", row["wording"])
        if number:
            assert (row["operator"], row["threshold"]) == (signs[number[1]], number[2]), row
        elif row["kind"] == "percent":
            assert row["wording"].endswith("全覆盖"), row
            assert (row["operator"], row["threshold"]) == ("=", "100"), row
        elif row["kind"] == "number":
            assert row["threshold"] == "", row


def test_the_four_rates_are_those_of_the_last_task() -> None:
    body = tasks_of_the_text()[-1][2]
    judged = [row for row in rows("targets") if row["kind"] == "verdict"]
    named = "、".join(row["name_zh"] for row in judged)
    assert f"实现我旗{named}持续稳定向好。" in body
    assert {row["wording"] for row in judged} == {f"{named}持续稳定向好"}
    assert all(row["wording"] in TEXT for row in judged)
    assert all("方案未写日期" in row["note"] for row in judged)


def test_a_target_stands_under_the_task_that_names_it_or_says_that_this_is_ours() -> None:
    bodies = {number: body for number, _, body, _ in tasks_of_the_text()}
    for row in rows("targets"):
        naming = [n for n, body in bodies.items() if plain(row["name_zh"]) in body]
        is_ours = "方案未写明所属任务" in row["note"]
        assert naming == ([] if is_ours else [row["task_id"]]), row["target_id"]


def test_phases_are_those_of_the_text_and_a_day_of_ours_is_said() -> None:
    found = re.findall(r"^\([一二三四]\)(\w+阶段)\(([^)]+)\)。", TEXT, re.M)
    assert len(found) == 4
    assert [(row["name_zh"], row["wording"]) for row in rows("plan_phases")] == found
    for row in rows("plan_phases"):
        months = re.findall(r"(\d{4}) ?年 ?(\d{1,2}) ?月", row["wording"])
        first, last = (date(int(y), int(m), 1) for y, m in (months[0], months[-1]))
        last = (last + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        if "起" in row["wording"]:
            assert (row["starts_on"], row["ends_on"]) == (str(first), "")
        elif row["wording"].endswith("前"):
            assert row["ends_on"] == str(last)
            assert "起始日为本库所定" in row["note"]
        else:
            assert (row["starts_on"], row["ends_on"], row["note"]) == (str(first), str(last), "")


def test_the_office_and_its_groups_are_those_of_the_text() -> None:
    assert re.search(r"成立\w+推进城市安全发展工作组,", PLAIN)
    (seat, listed, count) = re.search(
        r"工作组下设办公室,办公室设在旗(\w+?),.*?办公室下设([\w、]+?)(\d)个专项小组", PLAIN
    ).groups()
    (office,) = [r for r in rows("departments") if r["name_zh"] == "推进城市安全发展工作组办公室"]
    assert office["parent_id"] == units()[seat]
    groups = [r for r in rows("departments") if r["parent_id"] == office["department_id"]]
    assert [row["name_zh"] for row in groups] == [f"{name}组" for name in listed.split("、")]
    assert len(groups) == int(count)
