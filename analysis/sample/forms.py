"""The invented world as each department writes it down, plainly or with the usual quirks."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from analysis.base.settings import local_now
from analysis.forms.periods import month_end
from analysis.sample.world import Event, World

MARK = "（示例数据）"
_FOOTER = "单位负责人：    填表人：    联系电话：0477-0000000    报出日期：{day:%Y年%m月%d日}"


@dataclass(frozen=True)
class HandIn:
    """A file to write. `header` has one or two rows, `groups` the merged spans of its first."""

    folder: str
    name: str
    extension: str
    at: datetime
    title: str
    above: list[str]
    header: list[list[str]]
    groups: list[tuple[int, int]]
    rows: list[list[object]]
    below: list[str]
    instructions: bool = False
    encoding: str = "utf-8-sig"


class Clerk:
    """Writes values as clerks do: tidily, or each time a little differently."""

    def __init__(self, world: World, year: int, forms: str, messy: bool) -> None:
        self.dice, self.messy = random.Random(f"{world.seed}/{year}/{forms}"), messy
        self.own, self.kind = world.place.name_zh, world.place.kind_zh

    def one_of(self, *spellings: str) -> str:
        return self.dice.choice(spellings) if self.messy else spellings[0]

    def chance(self, probability: float) -> bool:
        return self.messy and self.dice.random() < probability

    def moment(self, at: datetime) -> object:
        forms = ("%Y-%m-%d %H:%M", "%Y年%m月%d日%H时%M分", "%Y.%m.%d %H:%M", "%Y/%m/%d %H:%M:00")
        if self.chance(0.3):
            return at
        return at.strftime(self.one_of(*forms))

    def text_moment(self, at: datetime) -> str:
        value = self.moment(at)
        return value if isinstance(value, str) else f"{value:%Y-%m-%d %H:%M}"

    def count(self, value: int) -> object:
        if value == 0 and self.chance(0.4):
            return self.dice.choice(("—", "-", ""))
        return self.number(value)

    def number(self, value: object) -> object:
        text = f"{value:,}" if self.chance(0.15) else str(value)
        if self.chance(0.1):
            return text.translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))
        if self.chance(0.1):
            return f" {text} "
        return text if "," in text else float(value) if isinstance(value, Decimal) else value

    def place(self, township: str) -> str:
        return f"{self.own}{township}" if self.chance(0.3) else township


def hand_ins_of(world: World, messy: bool) -> Iterator[HandIn]:
    """Every hand-in of the world, with corrections of some where `messy`."""
    for year in world.years:
        clerk = Clerk(world, year, "forms", messy)
        over = months_over(year)
        for month in range(1, over + 1):
            yield from _production(world, clerk, year, month)
            yield _road(world, clerk, year, month)
        for quarter in range(1, over // 3 + 1):
            yield _fires(world, clerk, year, quarter)
            yield _gdp(world, clerk, year, quarter)
        if over:
            yield _disasters(world, clerk, year, over)
            yield _vehicles(world, clerk, year, over)
        if over == 12:
            yield _population(world, clerk, year)
            if messy:
                yield _gdp_final(world, clerk, year)


def months_over(year: int) -> int:
    """How many months of a year are over today: nobody hands in what is still to come."""
    today = local_now()
    return 12 if year < today.year else today.month - 1 if year == today.year else 0


def received(year: int, month: int, days: int) -> datetime:
    end = month_end(year, month)
    return datetime(end.year, end.month, end.day, 9) + timedelta(days=days)


def _header(clerk: Clerk, group: str, inner: Sequence[str], flat: list[str], at: int) -> tuple:
    """A header in one row, or in two with `inner` under a merged `group`."""
    if not clerk.messy:
        return [flat], []
    top = flat[:at] + [group] + [""] * (len(inner) - 1) + flat[at + len(inner) :]
    bottom = [""] * at + list(inner) + [""] * (len(flat) - at - len(inner))
    return [top, bottom], [(at, at + len(inner) - 1)]


def _with_total(clerk: Clerk, rows: list[list[object]], totals: list[object]) -> list[list[object]]:
    return [totals, *rows] if clerk.chance(0.2) else [*rows, totals]


def _wan(yuan: Decimal) -> Decimal:
    return yuan / 10_000


def _production(world: World, clerk: Clerk, year: int, month: int) -> Iterator[HandIn]:
    events = world.of("production", year, [month])
    corrected = clerk.chance(0.15) and bool(events)
    for version in range(2 if corrected else 1):
        shown = events
        if corrected and version == 0:  # the first report had one death more
            shown = [*events[:-1], _with_deaths(events[-1], events[-1].deaths + 1)]
        flat = [
            "序号", "事故编号", clerk.one_of("发生时间", "事故发生时间"),
            clerk.one_of("所属苏木镇（街道）", "事故发生地"), "事故单位",
            clerk.one_of("行业领域", "所属行业"), "事故类型", "事故等级", "死亡", "重伤", "轻伤",
            clerk.one_of("直接经济损失（万元）", "直接经济损失\n(万元)"), "是否纳入统计",
            "联系人", "联系电话", "备注",
        ]  # fmt: skip
        header, groups = _header(clerk, "伤亡情况（人）", flat[8:11], flat, 8)
        rows = [
            [
                n, e.number, clerk.moment(e.at), clerk.place(e.township), e.company, e.industry,
                e.kind, clerk.one_of("一般", "一般事故") if e.deaths < 3 else "较大",
                clerk.count(e.deaths), clerk.count(e.serious), clerk.count(e.minor),
                clerk.number(_wan(e.loss_yuan)), "是" if e.is_counted else "否",
                e.person, e.phone, f"已电话联系{e.phone}" if clerk.chance(0.1) else "",
            ]
            for n, e in enumerate(shown, start=1)
        ]  # fmt: skip
        loss = sum((_wan(e.loss_yuan) for e in shown), Decimal(0))
        counts = [sum(getattr(e, name) for e in shown) for name in ("deaths", "serious", "minor")]
        totals = ["合计", *[""] * 7, *counts, float(loss), *[""] * 4]
        at = received(year, month, 4 + 9 * version)
        yield HandIn(
            "应急管理局",
            f"生产安全事故台账_{year}年{month:02}月{MARK}" + ("（更正）" if version else ""),
            ".xlsx", at, f"{clerk.own}{year}年{month}月生产安全事故台账{MARK}",
            [f"填报单位：{clerk.kind}应急管理局", "单位：人、万元"], header, groups,
            _with_total(clerk, rows, totals), [_FOOTER.format(day=at)] if clerk.messy else [],
            instructions=clerk.chance(0.3),
        )  # fmt: skip


def _with_deaths(event: Event, deaths: int) -> Event:
    return replace(event, deaths=deaths)


def _road(world: World, clerk: Clerk, year: int, month: int) -> HandIn:
    events = world.of("road", year, [month])
    header = [
        "事故编号", "事故发生时间", "所属辖区", "事故形态", "死亡人数（7日内）", "受伤人数",
        "直接财产损失（元）", "是否生产经营性道路运输", "当事人姓名", "身份证号", "号牌号码",
    ]  # fmt: skip
    rows = [
        [
            ("\t" if clerk.chance(0.3) else "") + e.number, clerk.text_moment(e.at),
            clerk.place(e.township), e.kind, clerk.count(e.deaths), clerk.count(e.minor),
            clerk.number(int(e.loss_yuan)), "是" if e.is_commercial else "否",
            e.person, e.id_number, e.plate,
        ]
        for e in events
    ]  # fmt: skip
    totals = ["合计", "", "", "", sum(e.deaths for e in events), sum(e.minor for e in events),
              sum(int(e.loss_yuan) for e in events), "", "", "", ""]  # fmt: skip
    return HandIn(
        "交管大队", f"道路交通事故明细_{year}{month:02}{MARK}", ".csv", received(year, month, 3),
        f"{year}年{month}月道路交通事故明细表{MARK}", [], [header], [],
        _with_total(clerk, rows, totals), [],
        encoding=clerk.one_of("gb18030", "utf-8-sig"),
    )  # fmt: skip


def _fires(world: World, clerk: Clerk, year: int, quarter: int) -> HandIn:
    events = world.of("fire", year, range(quarter * 3 - 2, quarter * 3 + 1))
    flat = ["序号", "火灾编号", "起火时间", "起火地点", "起火场所", "起火原因", "死亡（人）",
            "受伤（人）", "直接财产损失（万元）"]  # fmt: skip
    header, groups = _header(clerk, "人员伤亡", flat[6:8], flat, 6)
    rows = [
        [n, e.number, clerk.moment(e.at), clerk.place(e.township), e.premises, e.kind,
         clerk.count(e.deaths), clerk.count(e.minor), clerk.number(_wan(e.loss_yuan))]
        for n, e in enumerate(events, start=1)
    ]  # fmt: skip
    loss = float(sum((_wan(e.loss_yuan) for e in events), Decimal(0)))
    totals = ["合计", f"{len(events)}起", "", "", "", "", sum(e.deaths for e in events),
              sum(e.minor for e in events), loss]  # fmt: skip
    at = received(year, quarter * 3, 8)
    return HandIn(
        "消防救援大队", f"火灾统计_{year}年{quarter}季度{MARK}", ".xls", at,
        f"{clerk.own}{year}年第{quarter}季度火灾统计表{MARK}",
        [f"填报单位：{clerk.kind}消防救援大队", "单位：起、人、万元"], header, groups,
        _with_total(clerk, rows, totals), [_FOOTER.format(day=at)] if clerk.messy else [],
    )  # fmt: skip


def _disasters(world: World, clerk: Clerk, year: int, over: int) -> HandIn:
    events = world.of("disaster", year, range(1, over + 1))
    flat = ["序号", "灾情编号", "灾害种类", "发生时间", "受灾地区", "受灾人口（人）", "死亡", "失踪",
            "直接经济损失（万元）"]  # fmt: skip
    header, groups = _header(clerk, "因灾死亡失踪（人）", flat[6:8], flat, 6)
    rows = [
        [n, e.number, e.kind, clerk.moment(e.at), clerk.place(e.township), clerk.count(e.affected),
         clerk.count(e.deaths), clerk.count(e.missing), clerk.number(_wan(e.loss_yuan))]
        for n, e in enumerate(events, start=1)
    ]  # fmt: skip
    loss = float(sum((_wan(e.loss_yuan) for e in events), Decimal(0)))
    totals = ["合计", *[""] * 4, *(sum(getattr(e, n) for e in events)
              for n in ("affected", "deaths", "missing")), loss]  # fmt: skip
    at = received(year, over, 12)
    return HandIn(
        "应急管理局", f"自然灾害灾情统计_{year}年{MARK}", ".xlsx", at,
        f"{year}年{clerk.own}自然灾害灾情统计表{MARK}", [f"填报单位：{clerk.kind}应急管理局", "单位：人、万元"],
        header, groups, _with_total(clerk, rows, totals),
        [_FOOTER.format(day=at)] if clerk.messy else [],
    )  # fmt: skip


def _gdp(world: World, clerk: Clerk, year: int, quarter: int) -> HandIn:
    cumulative = sum(world.gdp_quarters[year, q] for q in range(1, quarter + 1))
    unit, divisor = (("亿元", 10**8), ("万元", 10**4))[clerk.chance(0.4)]
    primary, tertiary = cumulative * 12 // 100, cumulative * 30 // 100
    values = (cumulative, primary, cumulative - primary - tertiary, tertiary)
    names = ("地区生产总值", "  第一产业", "  第二产业", "  第三产业")
    rows = [
        [name, clerk.number(value / divisor), round(clerk.dice.uniform(3, 8), 1)]
        for name, value in zip(names, values, strict=True)
    ]
    span = ("一季度", "上半年", "前三季度", "全年")[quarter - 1]
    return HandIn(
        "统计局", f"地区生产总值_{year}年{quarter}季度{MARK}", ".xlsx",
        received(year, quarter * 3, 18), f"{clerk.own}{year}年{span}地区生产总值{MARK}",
        [f"单位：{unit}"], [["指标", clerk.one_of("本期累计", "累计"), "同比增长（%）"]], [],
        rows, ["注：本表为初步核算数，按当年价格计算。"],
    )  # fmt: skip


def _gdp_final(world: World, clerk: Clerk, year: int) -> HandIn:
    value = float(world.gdp_final[year] / 10**8)
    return HandIn(
        "统计局", f"地区生产总值_{year}年4季度{MARK}（最终核实）", ".xlsx",
        received(year, 12, 290), f"{clerk.own}{year}年地区生产总值最终核实数{MARK}", ["单位：亿元"],
        [["指标", "本期累计"]], [], [["地区生产总值", value]], [],
    )  # fmt: skip


def _vehicles(world: World, clerk: Clerk, year: int, over: int) -> HandIn:
    rows = [
        [f"{month}月", *map(clerk.number, parts), sum(parts)]
        for (y, month), parts in world.vehicles.items() if y == year and month <= over
    ]  # fmt: skip
    return HandIn(
        "交管大队", f"机动车保有量_{year}年{MARK}", ".xlsx", received(year, over, 6),
        f"{year}年{clerk.own}机动车保有量{MARK}", [f"填报单位：{clerk.kind}交管大队", "单位：辆"],
        [["月份", "汽车", "摩托车", "挂车", "其他机动车", "合计"]], [], rows, [],
    )  # fmt: skip


def _population(world: World, clerk: Clerk, year: int) -> HandIn:
    people = world.population[year]
    unit, divisor = (("人", 1), ("万人", 10_000))[clerk.chance(0.5)]
    named = [(clerk.own, sum(people.values())), *((f"\u3000{n}", p) for n, p in people.items())]
    rows = [
        [name, clerk.number(Decimal(count) / divisor), clerk.number(Decimal(count // 2) / divisor)]
        for name, count in named
    ]
    return HandIn(
        "统计局", f"常住人口_{year}年{MARK}", ".xlsx", received(year, 12, 75),
        f"{clerk.own}{year}年末常住人口{MARK}", [f"单位：{unit}"],
        [["地区", "常住人口", clerk.one_of("其中：城镇人口", "#城镇人口")]], [], rows, [],
    )  # fmt: skip
