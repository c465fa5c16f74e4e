"""The hand-ins of one planted year, as tidy offices write them; damages change them in place."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from analysis.forms.periods import month_end
from tests.truth.people import People
from tests.truth.world import TARGETS, TOWNS, Event, Truth

STEMS = {
    "production_accidents": "生产安全事故台账",
    "road_accidents": "道路交通事故明细",
    "motor_vehicles": "机动车保有量",
    "fires": "火灾统计",
    "disasters": "自然灾害灾情统计",
    "gdp": "地区生产总值",
    "population": "常住人口",
    "target_progress": "目标进度",
}
FOLDERS = {
    "production_accidents": "应急管理局",
    "road_accidents": "交管大队",
    "motor_vehicles": "交管大队",
    "fires": "消防救援大队",
    "disasters": "应急管理局",
    "gdp": "统计局",
    "population": "统计局",
    "target_progress": "应急管理局",
}
HEADERS = {
    "production_accidents": [
        "序号", "事故编号", "发生时间", "所属苏木镇（街道）", "事故单位", "行业领域", "事故类型",
        "事故等级", "死亡", "重伤", "轻伤", "直接经济损失（万元）", "是否纳入统计", "联系人", "联系电话",
        "备注",
    ],
    "road_accidents": [
        "事故编号", "事故发生时间", "所属辖区", "事故形态", "死亡人数（7日内）", "受伤人数",
        "直接财产损失（元）", "是否生产经营性道路运输", "当事人姓名", "身份证号", "号牌号码",
    ],
    "fires": [
        "序号", "火灾编号", "起火时间", "起火地点", "起火场所", "起火原因", "死亡（人）", "受伤（人）",
        "直接财产损失（万元）",
    ],
    "disasters": [
        "序号", "灾情编号", "灾害种类", "发生时间", "受灾地区", "受灾人口（人）", "死亡", "失踪",
        "直接经济损失（万元）",
    ],
}  # fmt: skip
# what the damages call a column: its place in the header
COLUMNS = {
    "production_accidents": {"key": 1, "at": 2, "place": 3, "company": 4, "kind": 6, "grade": 7, "deaths": 8, "hurt": 10, "loss": 11, "yes": 12, "remark": 15},
    "road_accidents": {"key": 0, "at": 1, "place": 2, "kind": 3, "deaths": 4, "hurt": 5, "loss": 6, "yes": 7},
    "fires": {"key": 1, "at": 2, "place": 3, "kind": 5, "deaths": 6, "hurt": 7, "loss": 8},
    "disasters": {"key": 1, "at": 3, "place": 4, "kind": 2, "deaths": 6, "hurt": 5, "loss": 8},
}  # fmt: skip
_SUMMED = {
    "production_accidents": (8, 9, 10, 11), "road_accidents": (4, 5, 6), "fires": (6, 7, 8),
    "disasters": (5, 6, 7, 8),
}  # fmt: skip


@dataclass
class Sheet:
    """`rows` lie under `header`; `more` are whole rows below everything, `merges` (first row, column,
    last row, column, text) count data rows from 0, as do `hidden_rows` and `struck_rows`."""

    title: str
    above: list[list[object]]
    header: list[str]
    rows: list[list[object]]
    total: list[object] | None = None
    total_first: bool = False
    below: list[list[object]] = field(default_factory=list)
    more: list[list[object]] = field(default_factory=list)
    name: str = "数据"
    is_hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    struck_rows: set[int] = field(default_factory=set)
    merges: list[tuple[int, int, int, int, object]] = field(default_factory=list)
    is_dense: bool = False

    @property
    def first_row(self) -> int:
        return 2 + len(self.above) + bool(self.total and self.total_first)

    def grid(self) -> list[list[object]]:
        total = [self.total] if self.total else []
        top = [[self.title], *self.above, self.header]
        body = [*total, *self.rows] if self.total_first else [*self.rows, *total]
        return [*top, *body, *self.below, *self.more]


@dataclass
class Paper:
    """One hand-in. `look` says before which build it arrives; `change` mends its bytes."""

    form: str
    year: int
    months: range
    folder: str
    name: str
    extension: str
    sheets: list[Sheet]
    events: list[Event]
    at: datetime
    look: int = 1
    encoding: str = "utf-8-sig"
    name_encoding: str = "utf-8"
    change: Callable[[bytes], bytes] | None = None
    is_touched: bool = False

    @property
    def sheet(self) -> Sheet:
        return self.sheets[0]

    @property
    def rows(self) -> list[list[object]]:
        return self.sheets[0].rows

    def put(self, row: int, column: str, value: object) -> None:
        self.rows[row][COLUMNS[self.form][column]] = value

    def take(self, row: int, column: str) -> object:
        return self.rows[row][COLUMNS[self.form][column]]

    def rewrite(self) -> None:
        """Write the rows anew from the events, and the total if there is one."""
        self.sheet.rows[:] = [row_of(e, n) for n, e in enumerate(self.events, start=1)]
        if self.sheet.total:
            self.sheet.total = total_of(self.form, self.sheet.rows)


def row_of(e: Event, n: int) -> list[object]:
    at, wan = f"{e.at:%Y-%m-%d %H:%M}", e.loss_yuan / 10_000
    if e.form == "production_accidents":
        grade = "一般" if e.deaths < 3 else "较大"
        yes = "是" if e.is_counted else "否"
        return [
            n,
            e.number,
            at,
            e.town,
            e.company,
            "煤矿",
            e.kind,
            grade,
            e.deaths,
            0,
            e.hurt,
            wan,
            yes,
            e.person.name,
            e.person.phone,
            "",
        ]
    if e.form == "road_accidents":
        return [
            e.number,
            at,
            e.town,
            e.kind,
            e.deaths,
            e.hurt,
            e.loss_yuan,
            "否",
            e.person.name,
            e.person.id_number,
            e.person.plate,
        ]
    if e.form == "fires":
        return [n, e.number, at, e.town, "住宅", e.kind, e.deaths, e.hurt, wan]
    return [n, e.number, e.kind, at, e.town, e.affected, e.deaths, e.missing, wan]


def total_of(form: str, rows: list[list[object]]) -> list[object]:
    total: list[object] = ["合计", *[""] * (len(HEADERS[form]) - 1)]
    for at in _SUMMED[form]:
        total[at] = round(sum(float(row[at]) for row in rows), 4)  # type: ignore[arg-type]
    return total


def papers_of(truth: Truth, dice: random.Random, people: People) -> list[Paper]:
    """All hand-ins of a year, 37 files."""
    papers = []
    spans = {"production_accidents": 1, "road_accidents": 1, "fires": 3, "disasters": 12}
    for form, width in spans.items():
        for first in range(1, 13, width):
            papers.append(event_paper(truth, form, range(first, first + width), dice))
    papers += [_gdp(truth, quarter, dice) for quarter in range(1, 5)]
    papers += [_vehicles(truth), _population(truth, dice)]
    papers += [_targets(truth, month) for month in (6, 12)]
    for paper in papers:
        if dice.random() < 0.3:
            filler = people.next("填表人")
            paper.sheet.below.append(
                [f"单位负责人：    填表人：{filler.name}    联系电话：{filler.phone}"]
            )
    return papers


def period_text(form: str, year: int, months: range) -> str:
    if len(months) == 12:
        return f"{year}年"
    if len(months) == 3:
        return f"{year}年{months[-1] // 3}季度"
    return f"{year}{months[0]:02}" if form == "road_accidents" else f"{year}年{months[0]:02}月"


def event_paper(truth: Truth, form: str, months: range, dice: random.Random) -> Paper:
    events = truth.of(form, months)
    rows = [row_of(e, n) for n, e in enumerate(events, start=1)]
    extension = {"road_accidents": ".csv", "fires": dice.choice((".xls", ".xlsx"))}.get(
        form, ".xlsx"
    )
    above: list[list[object]] = [["单位：起、人、万元"]] if form != "road_accidents" else []
    total = total_of(form, rows) if dice.random() < 0.5 else None
    sheet = Sheet("", above, list(HEADERS[form]), rows, total)
    return _paper(form, truth.year, months, extension, sheet, events)


def title_of(form: str, year: int, months: range) -> str:
    text = period_text("", year, months).replace("年0", "年")
    return f"达拉特旗{text}{STEMS[form]}" + ("表" if form != "production_accidents" else "")


def _paper(
    form: str, year: int, months: range, extension: str, sheet: Sheet, events: list[Event]
) -> Paper:
    sheet.title = title_of(form, year, months)
    end: date = month_end(year, months[-1])
    at = datetime(end.year, end.month, end.day, 9) + timedelta(days=5)
    name = f"{STEMS[form]}_{period_text(form, year, months)}"
    return Paper(form, year, months, FOLDERS[form], name, extension, [sheet], events, at)


def _gdp(truth: Truth, quarter: int, dice: random.Random) -> Paper:
    unit, by = dice.choice((("亿元", 10**8), ("万元", 10**4)))
    whole = truth.gdp[quarter]
    parts = (whole * 12 // 100, whole * 58 // 100)
    values = (whole, *parts, whole - sum(parts))
    names = ("地区生产总值", "  第一产业", "  第二产业", "  第三产业")
    rows: list[list[object]] = [[n, v / by, 5.5] for n, v in zip(names, values, strict=True)]
    header = ["指标", "本期累计", "同比增长（%）"]
    sheet = Sheet(
        "", [[f"单位：{unit}"]], header, rows, below=[["注：本表为初步核算数，按当年价格计算。"]]
    )
    return _paper("gdp", truth.year, range(quarter * 3 - 2, quarter * 3 + 1), ".xlsx", sheet, [])


def _vehicles(truth: Truth) -> Paper:
    rows: list[list[object]] = [[f"{m}月", *p, sum(p)] for m, p in truth.vehicles.items()]
    header = ["月份", "汽车", "摩托车", "挂车", "其他机动车", "合计"]
    sheet = Sheet("", [["单位：辆"]], header, rows)
    return _paper("motor_vehicles", truth.year, range(1, 13), ".xlsx", sheet, [])


def _population(truth: Truth, dice: random.Random) -> Paper:
    unit, by = dice.choice((("人", 1), ("万人", 10_000)))
    named = [("达拉特旗", sum(truth.population.values()))]
    named += [(f"\u3000{town}", truth.population[town]) for town in TOWNS]
    rows: list[list[object]] = [[n, v / by, v // 2 / by] for n, v in named]
    header = ["地区", "常住人口", "其中：城镇人口"]
    sheet = Sheet("", [[f"单位：{unit}"]], header, rows)
    return _paper("population", truth.year, range(1, 13), ".xlsx", sheet, [])


def _targets(truth: Truth, month: int) -> Paper:
    rows: list[list[object]] = []
    for name in TARGETS:
        done, due = truth.targets[name, month]
        rows.append([name, "%", done, due, f"{done * 100 / due:.1f}%", "旗应急管理局", ""])
    header = ["指标名称", "单位", "完成数", "应完成数", "完成率（%）", "填报单位", "备注"]
    sheet = Sheet("", [["填报单位：旗应急管理局"]], header, rows)
    return _paper("target_progress", truth.year, range(month, month + 1), ".xlsx", sheet, [])
