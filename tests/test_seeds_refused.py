"""A slip in a seed, of another place or of the project, is told with file, row, column and what would be
legal, in both languages; nothing is built, and what is published stands."""

import csv
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from analysis.base.settings import PROJECT, DataDir
from analysis.cli import app
from analysis.messages import say
from tests import homes
from tests.files import PRODUCTION_HEADER, production_row, xlsx
from tests.processes import SAFETY, run

pytestmark = pytest.mark.slow

_COUNT = ("起", "accidents", "count")
_RATIO = ("人", "persons")


def row(seed: str, *cells: str) -> Callable[[Path], None]:
    """A row more."""
    return lambda home: homes.add_row(home, f"{seed}.csv", cells)


def cell(seed: str, key: str, column: str, value: str) -> Callable[[Path], None]:
    """Another value in one cell; where the home has no such seed, in a copy of the project's row."""

    def change(home: Path) -> None:
        path = home / f"seeds/{seed}.csv"
        source = path if path.exists() else PROJECT / f"seeds/{seed}.csv"
        with source.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        if source != path:
            rows = [cells for cells in rows if cells[0] == key]
        for cells in rows:
            if cells[0] == key:
                cells[header.index(column)] = value
        homes.write_csv(path, header, *rows)

    return change


def text(seed: str, old: str, new: str) -> Callable[[Path], None]:
    """Other text in a file of the home."""

    def change(home: Path) -> None:
        path = home / f"seeds/{seed}.csv"
        found = path.read_text("utf-8")
        assert old in found
        path.write_text(found.replace(old, new, 1), "utf-8")

    return change


def both(*changes: Callable[[Path], None]) -> Callable[[Path], None]:
    def change(home: Path) -> None:
        for one in changes:
            one(home)

    return change


def series(name: str, *cells: str) -> Callable[[Path], None]:
    return row("series", name, name, name, *_COUNT, *cells)


def indicator(name: str, code: str, above: str, below: str, basis: str, per="1", plan="false"):
    rule = (above, below, basis, per, "lower", plan, "2", "式", "源", "", "")
    return row("indicators", name, code, name, name, *_RATIO, *rule)


def top(scheme: str, **cells: str) -> Callable[[Path], None]:
    """The top row of a scheme that has nothing else."""
    right = {"item_id": scheme, "scheme": scheme, "name_zh": "空", "name_en": "bare"}
    right |= {"is_text_seen": "true", "source": "文件", "department_id": "assessment_group"}
    return row("evaluation_rules", *_of_rules(right | cells))


def rule(item: str, **cells: str) -> Callable[[Path], None]:
    """A scheme of a place's own with one rule, `cells` changed in it."""
    both_rows = {"scheme": "own", "is_text_seen": "true", "source": "文件"}
    top = both_rows | {"item_id": "own", "name_zh": "办法", "name_en": "scheme"}
    top |= {"department_id": "assessment_group"}
    one = both_rows | {"item_id": item, "name_zh": item, "name_en": item, "parent_id": "own"}
    one |= {"max_points": "2", "points_origin": "text"} | cells
    return both(*[row("evaluation_rules", *_of_rules(cells)) for cells in (top, one)])


def _of_rules(cells: dict[str, str]) -> tuple[str, ...]:
    header = (PROJECT / "seeds/evaluation_rules.csv").read_text("utf-8").splitlines()[0].split(",")
    assert set(cells) <= set(header)
    return tuple(cells.get(column, "") for column in header)


def _renamed(target: str, name: str) -> list[list[str]]:
    """The project's targets, one of them under another name."""
    with (PROJECT / "seeds/targets.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    return [[cells[0], name, *cells[2:]] if cells[0] == target else cells for cells in rows]


def held(**cells: str) -> dict[str, str]:
    """A rule that stands, `cells` changed in it."""
    right = {"rule_kind": "threshold", "operator": "<", "bound": "8"}
    return right | {"indicator_id": "road_deaths_per_10k_vehicles"} | cells


# what is written, and what must be said of it: in which file, row and column, what stands there, what is legal
CASES = {
    "rate of the plan over a count of injured": (
        indicator("i", "XA", "road_injuries", "population", "end", plan="true"),
        ("indicators.csv", "“is_plan_indicator”列写的是“true”", "死亡人数", "false"),
    ),
    "second rate of the plan in a domain": (
        indicator("i", "XA", "fire_deaths", "motor_vehicles", "end", plan="true"),
        ("indicators.csv", "每个领域一项", "fire_deaths_per_100k_population"),
    ),
    "rule that ends before it begins": (
        rule("one", **held(valid_from="2025-03-01", valid_to="2025-02-28")),
        ("evaluation_rules.csv", "“valid_to”列写的是“2025-02-28”", "早于", "2025-03-01"),
    ),
    "bound below anything": (
        rule("one", **held(bound="-1")),
        ("evaluation_rules.csv", "“bound”列写的是“-1”", "不会小于 0"),
    ),
    "share over the whole": (
        rule("one", **held(indicator_id="", target_id="old_pipes", bound="180")),
        ("evaluation_rules.csv", "“bound”列写的是“180”", "0 至 100"),
    ),
    "target over the whole": (
        cell("targets", "old_pipes", "threshold", "120"),
        ("targets.csv", "（old_pipes）", "“threshold”列写的是“120”", "0 至 100"),
    ),
    "target held to no verdict": (
        cell("targets", "road_rate", "indicator_id", ""),
        ("targets.csv", "（road_rate）", "“indicator_id”列是空的", "indicators.csv"),
    ),
    "target held to a verdict and to a number": (
        cell("targets", "road_rate", "threshold", "3"),
        ("targets.csv", "（road_rate）", "“threshold”列写的是“3”", "统计判定"),
    ),
    "milestone that is half built": (
        cell("targets", "platform", "threshold", "0.5"),
        ("targets.csv", "（platform）", "“threshold”列写的是“0.5”", "只能是 1"),
    ),
    "target that no figure meets": (
        cell("targets", "old_pipes", "operator", ""),
        ("targets.csv", "（old_pipes）", "“operator”列是空的", "=、>、>=、<"),
    ),
    "percent of nothing": (
        cell("targets", "old_pipes", "threshold", ""),
        ("targets.csv", "（old_pipes）", "“threshold”列是空的", "0 至 100"),
    ),
    "phase that ends before it begins": (
        cell("plan_phases", "mobilise", "ends_on", "2020-01-01"),
        ("plan_phases.csv", "“ends_on”列写的是“2020-01-01”", "早于"),
    ),
    "half a year": (
        row("settings", "pooled_years", "2.5", "年", "", ""),
        ("settings.csv", "（pooled_years）", "“2.5”", "1 至 10 的整数"),
    ),
    "chance over one": (
        row("settings", "likely_p", "2", "概率", "", ""),
        ("settings.csv", "（likely_p）", "0.025 至 0.5"),
    ),
    "baseline that ends before it begins": (
        row("settings", "baseline_last_year", "2019", "年", "", ""),
        ("settings.csv", "（baseline_last_year）", "baseline_first_year 的 2021"),
    ),
    "series twice": (
        both(series("s", "road", "deaths", "", ""), series("s", "fire", "deaths", "", "")),
        ("series.csv 第 3 行（s）", "“series”列", "series.csv 第 2 行重复"),
    ),
    "indicator twice": (
        both(*[indicator("i", code, "road_deaths", "population", "end") for code in ("XA", "XB")]),
        ("indicators.csv", "（i）", "“indicator_id”列", "重复"),
    ),
    "code of another indicator": (
        indicator("i", "PD", "road_deaths", "population", "end"),
        ("indicators.csv", "“code”列写的是“PD”", "重复", "seeds/indicators.csv 第 2 行"),
    ),
    "region twice": (
        row(
            "regions",
            homes.COUNTY,
            "别县",
            "Other",
            "county",
            homes.PROVINCE,
            "false",
            "",
            "",
        ),
        ("regions.csv", f"（{homes.COUNTY}）", "“region_id”列", "重复"),
    ),
    "setting twice": (
        both(*[row("settings", "few_deaths", n, "人", "", "") for n in "78"]),
        ("settings.csv 第 3 行（few_deaths）", "“setting”列", "重复"),
    ),
    "caveat twice": (
        both(*[row("caveats", "corrected", "numerator", n, n) for n in "ab"]),
        ("caveats.csv", "（corrected）", "重复"),
    ),
    "alias twice": (
        both(row("region_aliases", "全县", homes.COUNTY), row("region_aliases", "全县", "990100")),
        ("region_aliases.csv", "（全县）", "重复"),
    ),
    "unknown setting": (
        row("settings", "few_death", "7", "人", "", ""),
        ("settings.csv", "“setting”列写的是“few_death”", "few_deaths"),
    ),
    "unknown caveat": (
        row("caveats", "correctd", "a", "b"),
        ("caveats.csv", "“caveat”列写的是“correctd”", "corrected"),
    ),
    "unknown name of a code": (
        row("code_names", "direction", "sideways", "横", "sideways"),
        ("code_names.csv", "“code”列写的是“sideways”", "direction / up"),
    ),
    "surplus column": (
        text("regions", "note,source", "note,source,colour"),
        ("regions.csv", "colour", "region_id、name_zh"),
    ),
    "missing column": (
        text("regions", "name_en", "english"),
        ("regions.csv", "缺少列 name_en", "多出列 english"),
    ),
    "cell too many": (
        text("regions", "柳河镇", "柳河,镇"),
        ("regions.csv 第 7 行", "9 格", "8 列", "双引号"),
    ),
    "quotation without end": (
        text("regions", "柳河镇", '"柳河镇'),
        ("regions.csv", "引号"),
    ),
    "empty id": (
        series("", "road", "deaths", "", ""),
        ("series.csv 第 2 行（—）", "“series”列是空的"),
    ),
    "empty name": (
        cell("regions", "990101100", "name_zh", ""),
        ("regions.csv 第 6 行（990101100）", "“name_zh”列是空的"),
    ),
    "level of none": (
        cell("regions", "990101100", "level", "village"),
        ("“level”列写的是“village”", "county、town"),
    ),
    "code of letters": (
        cell("regions", "990101100", "region_id", "QS"),
        ("“region_id”列写的是“QS”", "6 至 12 位数字"),
    ),
    "its own parent": (
        cell("regions", homes.COUNTY, "parent_id", homes.COUNTY),
        (f"（{homes.COUNTY}）“parent_id”列", f"{homes.COUNTY} → {homes.COUNTY}"),
    ),
    "a circle of regions": (
        cell("regions", homes.PROVINCE, "parent_id", homes.COUNTY),
        (f"（{homes.PROVINCE}）“parent_id”列", f"{homes.PROVINCE} → {homes.COUNTY} → 990100"),
    ),
    "parent that is none": (
        cell("regions", "990101100", "parent_id", "990109"),
        ("（990101100）“parent_id”列写的是“990109”", homes.COUNTY),
    ),
    "two own regions": (
        cell("regions", "990100", "is_own", "true"),
        ("regions.csv“is_own”列", "2 行为 true", homes.COUNTY, "990100"),
    ),
    "no own region": (
        cell("regions", homes.COUNTY, "is_own", "false"),
        ("regions.csv“is_own”列", "没有一行为 true"),
    ),
    "own by another word": (
        cell("regions", homes.COUNTY, "is_own", "是"),
        ("“is_own”列写的是“是”", "true 或 false"),
    ),
    "alias of no region": (
        row("region_aliases", "老城", "990199"),
        ("region_aliases.csv", "（老城）“region_id”列写的是“990199”", "regions.csv"),
    ),
    "alias of no department": (
        row("department_aliases", "安监站", "safety_station"),
        ("department_aliases.csv", "“department_id”列写的是“safety_station”", "departments.csv"),
    ),
    "setting in words": (
        row("settings", "few_deaths", "十", "人", "", ""),
        ("settings.csv 第 2 行（few_deaths）“value”列写的是“十”", "应为数字"),
    ),
    "setting that is not a number": (
        row("settings", "few_deaths", "nan", "人", "", ""),
        ("“value”列写的是“nan”", "应为数字"),
    ),
    "setting below zero": (
        row("settings", "keep_builds", "-3", "次", "", ""),
        ("（keep_builds）“value”列写的是“-3”", "应为 1 至 100000 的整数"),
    ),
    "setting without value": (
        row("settings", "few_deaths", "", "人", "", ""),
        ("（few_deaths）“value”列是空的", "请填写"),
    ),
    "kind of no series": (
        row("series", "s", "s", "s", "人", "persons", "rate", "", "", "", ""),
        ("series.csv 第 2 行（s）“kind”列写的是“rate”", "count、flow、stock"),
    ),
    "domain of none": (
        series("s", "raod", "deaths", "", ""),
        ("“event_domain”列写的是“raod”", "road", "event_domains.csv"),
    ),
    "measure that is not reported": (
        series("s", "fire", "missing", "", ""),
        ("（s）“measure”列写的是“missing”", "fire 领域", "injuries", "event_measures.csv"),
    ),
    "count of nothing": (
        series("s", "road", "", "", ""),
        ("（s）“measure”列是空的", "deaths"),
    ),
    "stock with a domain": (
        row("series", "s", "s", "s", "人", "persons", "stock", "road", "", "", ""),
        ("（s）“event_domain”列写的是“road”", "须为空"),
    ),
    "attribute of none": (
        series("s", "road", "deaths", "is_comercial", "true"),
        ("“filter_column”列写的是“is_comercial”", "is_commercial"),
    ),
    "attribute of a warning": (
        series("s", "warnings", "warnings", "grade", "较大"),
        ("“filter_column”列写的是“grade”", "预警不是事故"),
    ),
    "attribute without value": (
        series("s", "production", "deaths", "industry", ""),
        ("（s）“filter_value”列是空的", "同时填写"),
    ),
    "industry of none": (
        series("s", "production", "deaths", "industry", "煤矿矿"),
        ("“filter_value”列写的是“煤矿矿”", "煤矿", "vocabulary.csv"),
    ),
    "flag of none": (
        series("s", "road", "deaths", "is_commercial", "yes"),
        ("“filter_value”列写的是“yes”", "true、false"),
    ),
    "numerator of none": (
        indicator("i", "XA", "road_deathz", "population", "end"),
        ("“numerator_series”列写的是“road_deathz”", "road_deaths"),
    ),
    "basis of another kind": (
        indicator("i", "XA", "road_deaths", "motor_vehicles", "flow"),
        ("“denominator_basis”列写的是“flow”", "motor_vehicles", "end、average"),
    ),
    "code in small letters": (
        indicator("i", "x-i", "road_deaths", "population", "end"),
        ("“code”列写的是“x-i”", "大写英文字母"),
    ),
    "per nothing": (
        indicator("i", "XA", "road_deaths", "population", "end", per="0"),
        ("“per”列写的是“0”", "大于 0"),
    ),
    "better in Chinese": (
        cell("indicators", homes.INDICATOR, "better", "低"),
        (f"（{homes.INDICATOR}）“better”列写的是“低”", "lower、higher"),
    ),
    "decimals in words": (
        cell("indicators", homes.INDICATOR, "decimals", "两位"),
        ("“decimals”列写的是“两位”", "整数"),
    ),
    "domain that reports for none": (
        row("event_measures", "sea", "deaths"),
        ("event_measures.csv", "“event_domain”列写的是“sea”", "event_domains.csv"),
    ),
    "measure that nobody knows": (
        row("event_measures", "road", "horses"),
        ("event_measures.csv", "“measure”列写的是“horses”", "measures.csv", "deaths"),
    ),
    "measures without one": (
        both(
            row("measures", "accidents", "true", "false"), row("measures", "deaths", "是", "true")
        ),
        ("measures.csv", "“is_number_of_events”列写的是“是”", "缺少 fatal_accidents"),
    ),
    "break on no day": (
        cell("definition_breaks", "fire", "effective_from", "2025/5/1"),
        ("definition_breaks.csv", "“effective_from”列写的是“2025/5/1”", "2025-05-01"),
    ),
    "break of no domain": (
        cell("definition_breaks", "fire", "event_domain", "sea"),
        ("definition_breaks.csv", "“event_domain”列写的是“sea”", "event_domains.csv"),
    ),
    "rule of no kind": (
        rule("r", **held(rule_kind="treshold")),
        ("evaluation_rules.csv 第 3 行（r）“rule_kind”列写的是“treshold”", "threshold、per_item"),
    ),
    "rule over no indicator": (
        rule("r", **held(indicator_id="road_death_rate")),
        ("（r）“indicator_id”列写的是“road_death_rate”", "road_deaths_per_10k_vehicles"),
    ),
    "rule over no target": (
        rule("r", rule_kind="per_item", points_per_step="0.5", target_id="hydrants"),
        ("（r）“target_id”列写的是“hydrants”", "fire_hydrants", "targets.csv"),
    ),
    "rule over no series": (
        rule("r", rule_kind="veto", operator=">", bound="0", series="road_death", max_points=""),
        ("（r）“series”列写的是“road_death”", "road_deaths"),
    ),
    "rule over hazards that nobody counts": (
        rule("r", rule_kind="per_item", points_per_step="1", hazards="lost"),
        ("（r）“hazards”列写的是“lost”", "open、overdue"),
    ),
    "rule over two figures": (
        rule("r", **held(series="road_deaths")),
        ("（r）“series”列写的是“road_deaths”", "只能填写一列", "indicator_id"),
    ),
    "bound of a threshold missing": (
        rule("r", **held(bound="")),
        ("（r）“bound”列是空的", "threshold", "数"),
    ),
    "bound of a fall missing": (
        rule("r", **held(rule_kind="fell_by", operator="", bound="")),
        ("（r）“bound”列是空的", "fell_by"),
    ),
    "limit missing": (
        rule("r", **held(rule_kind="within_limit", operator="", bound="")),
        ("（r）“bound”列是空的", "within_limit"),
    ),
    "years of a window missing": (
        rule("r", **held(rule_kind="fell_each_year", operator="", bound="")),
        ("（r）“window_years”列是空的", "fell_each_year"),
    ),
    "points for each missing": (
        rule("r", rule_kind="per_item", hazards="open"),
        ("（r）“points_per_step”列是空的", "per_item"),
    ),
    "operator of a veto missing": (
        rule("r", rule_kind="veto", series="road_deaths", bound="0", max_points=""),
        ("（r）“operator”列是空的", "=、>、>=、<、<="),
    ),
    "points of a rule missing": (
        rule("r", **held(max_points="")),
        ("（r）“max_points”列是空的", "threshold"),
    ),
    "bound that its kind does not use": (
        rule("r", rule_kind="per_item", points_per_step="1", hazards="open", bound="8"),
        ("（r）“bound”列写的是“8”", "per_item", "points_per_step"),
    ),
    "second top of a scheme": (
        rule("r", **held(parent_id="")),
        ("（r）“parent_id”列是空的", "own"),
    ),
    "parent of another scheme": (
        rule("r", **held(parent_id="plan")),
        ("（r）“parent_id”列写的是“plan”", "不同", "同一评价办法"),
    ),
    "rule of an item with parts": (
        both(rule("r", **held()), rule("s", parent_id="r", **held())),
        ("（r）“rule_kind”列写的是“threshold”", "写成一个分项"),
    ),
    "veto with parts": (
        both(
            rule("r", **held(rule_kind="veto", max_points="")),
            rule("s", parent_id="r", is_text_seen="false"),
        ),
        ("（r）“rule_kind”列写的是“veto”", "写成一个分项"),
    ),
    "veto with points": (
        rule("r", **held(rule_kind="veto")),
        ("（r）“max_points”列写的是“2”", "否决项不计分"),
    ),
    "points of nobody": (
        rule("r", **held(points_origin="")),
        ("（r）“points_origin”列是空的", "text", "ours"),
    ),
    "points of ours that are not one": (
        rule("r", **held(points_origin="ours")),
        ("（r）“max_points”列写的是“2”", "每项按 1 分计"),
    ),
    "steps of a verdict": (
        rule("r", rule_kind="per_item", points_per_step="1", target_id="road_rate"),
        ("（r）“rule_kind”列写的是“per_item”", "统计判定"),
    ),
    "bound of a verdict": (
        rule("r", rule_kind="threshold", target_id="road_rate", operator=">=", bound="5"),
        ("（r）“bound”列写的是“5”", "统计判定"),
    ),
    "bound that all figures are below": (
        rule("r", **held(operator="<", bound="0")),
        ("（r）“bound”列写的是“0”", "“<”"),
    ),
    "share that all figures reach": (
        rule("r", **held(indicator_id="", target_id="old_pipes", operator="<=", bound="100")),
        ("（r）“bound”列写的是“100”", "“<=”"),
    ),
    "points for more of a rate": (
        rule("r", **held(operator=">")),
        ("（r）“operator”列写的是“>”", "方向反了", "=、<、<="),
    ),
    "points for more open hazards": (
        rule("r", **held(indicator_id="", hazards="overdue", operator=">=", bound="2")),
        ("（r）“operator”列写的是“>=”", "方向反了"),
    ),
    "points above a target that wants less": (
        rule("r", **held(indicator_id="", target_id="old_pipes", operator=">", bound="5")),
        ("（r）“operator”列写的是“>”", "方向反了"),
    ),
    "points below a target that wants more": (
        rule("r", **held(indicator_id="", target_id="smart_pipes", operator="<", bound="15")),
        ("（r）“operator”列写的是“<”", "方向反了", "=、>、>="),
    ),
    "veto on fewer deaths": (
        rule("r", **held(rule_kind="veto", max_points="", points_origin="")),
        ("（r）“operator”列写的是“<”", "方向反了", "=、>、>="),
    ),
    "document for a rule that asks for none": (
        both(rule("r", **held()), row("evaluation_documents", "r", "文件", "ab12", "2025-01-01")),
        ("evaluation_documents.csv", "“item_id”列写的是“r”", "document"),
    ),
    "points of the text and of ours in one scheme": (
        both(rule("r", **held()), rule("s", **held(max_points="1", points_origin="ours"))),
        ("（s）“points_origin”列写的是“ours”", "（r）写的是 text", "不能相加"),
    ),
    "scheme without items": (
        top("bare"),
        ("（bare）“item_id”列写的是“bare”", "没有一项可评"),
    ),
    "scheme of which nobody closes the gaps": (
        top("bare", department_id=""),
        ("（bare）“department_id”列是空的", "departments.csv"),
    ),
    "judge of one language": (
        top("bare", judge_zh="评审组"),
        ("（bare）“judge_en”列是空的", "judge_zh"),
    ),
    "part in force before its parent": (
        both(
            rule("r", is_text_seen="false", valid_from="2025-01-01"),
            rule("s", parent_id="r", is_text_seen="false"),
        ),
        ("（s）“valid_from”列是空的", "上级 r 自 2025-01-01 起有效"),
    ),
    "part in force after its parent": (
        both(
            rule("r", is_text_seen="false", valid_to="2025-12-31"),
            rule("s", parent_id="r", is_text_seen="false", valid_to="2026-01-01"),
        ),
        ("（s）“valid_to”列写的是“2026-01-01”", "上级 r 至 2025-12-31 止"),
    ),
    "judge of an item": (
        rule("r", **held(judge_zh="评审组", judge_en="Judges")),
        ("（r）“judge_zh”列写的是“评审组”", "只写在评价办法 own 的首行"),
    ),
    "edition of an item": (
        rule("r", **held(edition="2023")),
        ("（r）“edition”列写的是“2023”", "只写在评价办法 own 的首行"),
    ),
    "hash that is none": (
        both(
            rule("r", rule_kind="document"),
            row("evaluation_documents", "r", "文件", "AB" * 32, "2025-01-01"),
        ),
        ("evaluation_documents.csv", "“sha256”列写的是“ABAB", "64 位"),
    ),
    "document of a day to come": (
        both(
            rule("r", rule_kind="document"),
            row("evaluation_documents", "r", "文件", "ab" * 32, "2999-01-01"),
        ),
        ("evaluation_documents.csv", "“dated_on”列写的是“2999-01-01”", "在今天之后"),
    ),
    "years that nobody has figures of": (
        rule("r", **held(rule_kind="fell_each_year", operator="", bound="", window_years="50")),
        ("（r）“window_years”列写的是“50”", "不能大于 10"),
    ),
    "step over all points": (
        rule("r", rule_kind="per_item", hazards="open", points_per_step="3"),
        ("（r）“points_per_step”列写的是“3”", "超过本项的 2 分"),
    ),
    "points off for each who lives there": (
        rule("r", rule_kind="per_item", series="population", points_per_step="1"),
        ("（r）“series”列写的是“population”", "road_deaths"),
    ),
    "points off for each yuan": (
        rule("r", rule_kind="per_item", series="road_loss", points_per_step="1"),
        ("（r）“series”列写的是“road_loss”", "以件数、人数计"),
    ),
    "points off for each of a ratio": (
        rule("r", rule_kind="per_item", target_id="fire_force_ratio", points_per_step="1"),
        ("（r）“target_id”列写的是“fire_force_ratio”", "kind 为 percent"),
    ),
    "points off for each of what is built": (
        rule("r", rule_kind="per_item", target_id="platform", points_per_step="1"),
        ("（r）“target_id”列写的是“platform”", "kind 为 percent"),
    ),
    "alias that is another target's name": (
        cell("target_aliases", "老旧管网占比", "alias", "老旧房屋安全鉴定率"),
        ("target_aliases.csv", "“alias”列写的是“老旧房屋安全鉴定率”", "目标 old_houses 的"),
    ),
    "two targets of one name": (
        lambda home: homes.write_csv(
            home / "seeds/targets.csv", *_renamed("old_houses", "市政消火栓 (消防水鹤)完好率")
        ),
        ("targets.csv", "“name_zh”列写的是“市政消火栓 (消防水鹤)完好率”", "fire_hydrants"),
    ),
    "rule that is due before it is in force": (
        rule("r", **held(due_date="2024-12-31", valid_from="2025-01-01")),
        ("（r）“due_date”列写的是“2024-12-31”", "早于本行 valid_from 列的 2025-01-01"),
    ),
    "hazards found up to a day that leaves none out": (
        rule("r", **held(indicator_id="", hazards="open", found_to="2099-12-31")),
        ("（r）“found_to”列写的是“2099-12-31”", "等于没有限制"),
    ),
    "few that are one": (
        cell("settings", "fewest_events_drawn", "value", "1"),
        ("（fewest_events_drawn）“value”列写的是“1”", "应为 5 至 1000 的整数"),
    ),
    "name in two lines": (
        rule("r", **held(name_zh="甲\n乙")),
        ("（r）“name_zh”列", "有换行"),
    ),
    "points of less than a step": (
        rule("r", rule_kind="per_item", hazards="open", points_per_step="1e-9"),
        ("（r）“points_per_step”列写的是“1e-9”", "4 位小数"),
    ),
    "more of a thing that is built or not": (
        rule("r", **held(indicator_id="", target_id="platform", operator=">=", bound="5")),
        ("（r）“bound”列写的是“5”", "milestone", "只能是 1"),
    ),
    "less of a thing that is built or not": (
        rule("r", **held(indicator_id="", target_id="platform", operator="<", bound="1")),
        ("（r）“operator”列写的是“<”", "milestone", "只能是 ="),
    ),
    "origin of no points": (
        rule("r", is_text_seen="false", max_points=""),
        ("（r）“points_origin”列写的是“text”", "没有 max_points"),
    ),
    "two items of one name": (
        both(rule("r", **held()), rule("s", **held(name_zh="r"))),
        ("（s）“name_zh”列写的是“r”", "（r）同一上级、同一名称"),
    ),
    "hazards found after they are due": (
        rule(
            "r",
            **held(indicator_id="", hazards="open", found_to="2026-01-01", due_date="2025-01-01"),
        ),
        ("（r）“due_date”列写的是“2025-01-01”", "早于本行 found_to 列的 2026-01-01"),
    ),
    "rule out of force before it is due": (
        rule("r", **held(due_date="2026-12-31", valid_to="2025-12-31")),
        ("（r）“valid_to”列写的是“2025-12-31”", "早于本行 due_date 列的 2026-12-31"),
    ),
    "day of an item with parts": (
        both(
            rule("r", is_text_seen="false", due_date="2026-12-31"),
            rule("s", parent_id="r", is_text_seen="false"),
        ),
        ("（r）“due_date”列写的是“2026-12-31”", "写在各分项"),
    ),
    "parts that are more than the whole": (
        both(
            rule("r", is_text_seen="false", max_points="1"),
            rule("s", parent_id="r", is_text_seen="false", max_points="1.5"),
        ),
        ("（r）“max_points”列写的是“1”", "1.5 分"),
    ),
    "word of no kind": (
        row("vocabulary", "animal", "骆驼"),
        ("vocabulary.csv", "“kind”列写的是“animal”", "accident_kind"),
    ),
    "blanks around a key": (
        row("settings", "few_deaths ", "7", "人", "", ""),
        ("“setting”列写的是“few_deaths ”", "空格"),
    ),
    "seed of no name": (
        lambda home: homes.write_csv(home / "seeds/serie.csv", ["series"], ("s",)),
        ("serie.csv", "series"),
    ),
    "workbook in place of a seed": (
        lambda home: (home / "seeds/targets.xlsx").write_bytes(b"PK"),
        ("targets.xlsx", "CSV UTF-8"),
    ),
    "another encoding": (
        lambda home: (home / "seeds/regions.csv").write_bytes(
            (home / "seeds/regions.csv").read_text("utf-8").encode("gb18030")
        ),
        ("regions.csv", "不是 UTF-8"),
    ),
    "no regions": (
        lambda home: (home / "seeds/regions.csv").unlink(),
        ("regions.csv", "必须有"),
    ),
    "layout in another encoding": (
        lambda home: (
            homes.write_csv(home / "layouts/a.yml", ["x"])
            or (home / "layouts/a.yml").write_bytes("name_zh: 表".encode("gb18030"))
        ),
        ("a.yml", "不是 UTF-8"),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_slip_is_told_and_nothing_is_published(
    case: str, tmp_path: Path, data: DataDir, monkeypatch: pytest.MonkeyPatch
) -> None:
    change, told = CASES[case]
    home = homes.county(tmp_path / "home")
    change(home)
    monkeypatch.setenv("SAFETY_HOME", str(home))
    answer = CliRunner().invoke(app, ["build", "--data", str(data.root)])
    code, said = answer.exit_code, answer.output
    assert code == 2, said
    assert "Traceback" not in said
    for words in told:
        assert words in said, words
    assert not data.warehouse.exists()


@pytest.mark.parametrize(
    ("verb", "case"),
    [
        ("build", "series twice"),
        ("status", "a circle of regions"),
        ("builds", "unknown setting"),
        ("report", "series twice"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_verb_tells_it_in_both_languages(
    verb: str, case: str, lang: str, tmp_path: Path, data: DataDir
) -> None:
    change, told = CASES[case]
    home = homes.county(tmp_path / "home")
    change(home)
    code, said = run([*SAFETY, "--home", str(home), verb, "--lang", lang], data.root)
    assert code == 2, said
    assert not data.warehouse.exists()
    if lang == "zh":
        assert all(words in said for words in told), said
    else:
        assert "Nothing was built" in said
        assert any(words in said for words in ("the same stands", "comes back", "has no such row"))
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in said), said


def _hand_in(data: DataDir) -> None:
    town = {"所属苏木镇（街道）": "青石镇"}
    grid = [["单位：人、万元"], PRODUCTION_HEADER, production_row("SX1", 死亡=2, **town)]
    xlsx(data.inbox / "生产安全事故台账_2024年03月.xlsx", {"台账": grid})


def test_what_a_home_overrules_is_said_once_and_what_is_published_stands(
    tmp_path: Path, data: DataDir
) -> None:
    home = homes.county(tmp_path / "home")
    _hand_in(data)
    homes.add_row(home, "settings.csv", ("few_deaths", "7", "人", "", ""))
    homes.add_row(
        home, "settings.csv", ("pooled_years", "3", "年", "合并比较的年数", "")
    )  # the same
    code, said = run([*SAFETY, "--home", str(home), "build", "--write-log"], data.root)
    assert code == 0, said
    settings = home / "seeds/settings.csv"
    overruled = say("home_overrules", "zh", file=settings, rows="few_deaths")
    assert said.count(overruled) == 1, said
    log = (data.warehouse / "logs/safety.log").read_text("utf-8")
    assert overruled in log
    assert say("home_replaces", "zh", folder=home, files="seeds/regions.csv") in said

    published = data.current.resolve()
    told = tmp_path / "told.txt"
    homes.add_row(home, "settings.csv", ("few_deaths", "9", "人", "", ""))
    words = ["build", "--write-log", "--notify", shlex.join(["tee", str(told)])]
    code, said = run([*SAFETY, "--home", str(home), *words], data.root)
    assert code == 2, said
    assert data.current.resolve() == published
    for place in (
        said,
        told.read_text("utf-8"),
        (data.warehouse / "logs/safety.log").read_text("utf-8"),
    ):
        assert "settings.csv 第 4 行（few_deaths）" in place


@pytest.mark.parametrize(
    ("seed", "old", "new", "told"),
    [
        ("settings", "few_deaths,10", "few_death,10", ("few_death", "缺少 few_deaths")),
        ("settings", "few_deaths,10", "few_deaths,ten", ("seeds/settings.csv", "“ten”")),
        (
            "regions",
            "150600,鄂尔多斯市,Ordos,city,150000",
            "150600,鄂尔多斯市,Ordos,city,150621",
            ("→",),
        ),
        (
            "caveats",
            "corrected,",
            "months_missing,",
            ("seeds/caveats.csv", "months_missing", "重复"),
        ),
    ],
)
def test_the_projects_own_seeds_are_checked_alike(
    tmp_path: Path, seed: str, old: str, new: str, told: tuple[str, ...]
) -> None:
    project = tmp_path / "project"
    for part in ("analysis", "layouts", "models", "seeds"):
        shutil.copytree(PROJECT / part, project / part)
    path = project / f"seeds/{seed}.csv"
    before = path.read_text("utf-8")
    assert old in before
    path.write_text(before.replace(old, new, 1), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "analysis.cli", "build", "--data", str(tmp_path / "data")],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(project)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 2, said
    assert all(words in said for words in told), said
    assert not (tmp_path / "data/warehouse").exists()
