"""The invented world as each department writes it down, plainly or with the usual quirks."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from analysis.sample.clerk import MARK, Cell, Cells, Clerk, SampleFile, months_over, received
from analysis.sample.world import Event, World

_PRODUCTION = (
    "序号 事故编号 发生时间|事故发生时间 所属苏木镇（街道）|事故发生地 事故单位 行业领域|所属行业 事故类型 事故等级 "
    "死亡 重伤 轻伤 直接经济损失（万元）|直接经济损失\n(万元) 是否纳入统计 联系人 联系电话 备注"
)
ROAD_HEADER = "事故编号 事故发生时间 所属辖区 事故形态 死亡人数（7日内） 受伤人数 直接财产损失（元） 是否生产经营性道路运输 当事人姓名 身份证号 号牌号码"
_FIRES = (
    "序号 火灾编号 起火时间 起火地点 起火场所 起火原因 死亡（人） 受伤（人） 直接财产损失（万元）"
)
_DISASTERS = (
    "序号 灾情编号 灾害种类 发生时间 受灾地区 受灾人口（人） 死亡 失踪 直接经济损失（万元）"
)


def files_of(world: World, messy: bool) -> Iterator[SampleFile]:
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


def _wan(yuan: Decimal) -> Decimal:
    return yuan / 10_000


def _loss(events: Sequence[Event]) -> float:
    return float(sum((_wan(e.loss_yuan) for e in events), Decimal(0)))


def _sums(events: Sequence[Event], *names: str) -> list[Cell]:
    return [int(sum(getattr(event, name) for event in events)) for name in names]


def _production(world: World, clerk: Clerk, year: int, month: int) -> Iterator[SampleFile]:
    events = world.of("production", year, [month])
    corrected = clerk.chance(0.15) and bool(events)
    for version in range(2 if corrected else 1):
        shown = events
        if corrected and version == 0:  # the first report had one death more
            shown = [*events[:-1], replace(events[-1], deaths=events[-1].deaths + 1)]
        header, groups = clerk.grouped("伤亡情况（人）", clerk.header(_PRODUCTION), 8, 3)
        rows = [_production_row(clerk, n, e) for n, e in enumerate(shown, start=1)]
        sums = _sums(shown, "deaths", "serious", "minor")
        totals = ["合计", *[""] * 7, *sums, _loss(shown), *[""] * 4]
        at = received(year, month, 4 + 9 * version)
        yield SampleFile(
            folder="应急管理局",
            name=f"生产安全事故台账_{year}年{month:02}月{MARK}" + ("（更正）" if version else ""),
            extension=".xlsx",
            at=at,
            title=f"{clerk.own}{year}年{month}月生产安全事故台账{MARK}",
            header=header,
            groups=groups,
            above=[f"填报单位：{clerk.kind}应急管理局", "单位：人、万元"],
            rows=clerk.with_total(rows, totals),
            below=clerk.footer(at),
            instructions=clerk.chance(0.3),
        )


def _production_row(clerk: Clerk, n: int, e: Event) -> list[Cell]:
    return [
        n,
        e.number,
        clerk.moment(e.at),
        clerk.place(e.township),
        e.company,
        e.industry,
        e.kind,
        clerk.one_of("一般", "一般事故") if e.deaths < 3 else "较大",
        clerk.count(e.deaths),
        clerk.count(e.serious),
        clerk.count(e.minor),
        clerk.number(_wan(e.loss_yuan)),
        "是" if e.is_counted else "否",
        e.person,
        e.phone,
        f"已电话联系{e.phone}" if clerk.chance(0.1) else "",
    ]


def _road(world: World, clerk: Clerk, year: int, month: int) -> SampleFile:
    events = world.of("road", year, [month])
    rows = [_road_row(clerk, e) for e in events]
    sums = _sums(events, "deaths", "minor", "loss_yuan")
    return SampleFile(
        folder="交管大队",
        name=f"道路交通事故明细_{year}{month:02}{MARK}",
        extension=".csv",
        at=received(year, month, 3),
        title=f"{year}年{month}月道路交通事故明细表{MARK}",
        header=[clerk.header(ROAD_HEADER)],
        rows=clerk.with_total(rows, ["合计", "", "", "", *sums, *[""] * 4]),
        encoding=clerk.one_of("gb18030", "utf-8-sig"),
    )


def _road_row(clerk: Clerk, e: Event) -> list[Cell]:
    return [
        ("\t" if clerk.chance(0.3) else "") + e.number,
        clerk.text_moment(e.at),
        clerk.place(e.township),
        e.kind,
        clerk.count(e.deaths),
        clerk.count(e.minor),
        clerk.number(int(e.loss_yuan)),
        "是" if e.is_commercial else "否",
        e.person,
        e.id_number,
        e.plate,
    ]


def _fires(world: World, clerk: Clerk, year: int, quarter: int) -> SampleFile:
    events = world.of("fire", year, range(quarter * 3 - 2, quarter * 3 + 1))
    header, groups = clerk.grouped("人员伤亡", clerk.header(_FIRES), 6, 2)
    rows = [_fire_row(clerk, n, e) for n, e in enumerate(events, start=1)]
    sums = _sums(events, "deaths", "minor")
    totals = ["合计", f"{len(events)}起", *[""] * 4, *sums, _loss(events)]
    at = received(year, quarter * 3, 8)
    return SampleFile(
        folder="消防救援大队",
        name=f"火灾统计_{year}年{quarter}季度{MARK}",
        extension=".xls",
        at=at,
        title=f"{clerk.own}{year}年第{quarter}季度火灾统计表{MARK}",
        header=header,
        groups=groups,
        above=[f"填报单位：{clerk.kind}消防救援大队", "单位：起、人、万元"],
        rows=clerk.with_total(rows, totals),
        below=clerk.footer(at),
    )


def _fire_row(clerk: Clerk, n: int, e: Event) -> list[Cell]:
    what = (n, e.number, clerk.moment(e.at), clerk.place(e.township), e.premises, e.kind)
    return [*what, clerk.count(e.deaths), clerk.count(e.minor), clerk.number(_wan(e.loss_yuan))]


def _disasters(world: World, clerk: Clerk, year: int, over: int) -> SampleFile:
    events = world.of("disaster", year, range(1, over + 1))
    header, groups = clerk.grouped("因灾死亡失踪（人）", clerk.header(_DISASTERS), 6, 2)
    rows = [_disaster_row(clerk, n, e) for n, e in enumerate(events, start=1)]
    sums = _sums(events, "affected", "deaths", "missing")
    at = received(year, over, 12)
    return SampleFile(
        folder="应急管理局",
        name=f"自然灾害灾情统计_{year}年{MARK}",
        extension=".xlsx",
        at=at,
        title=f"{year}年{clerk.own}自然灾害灾情统计表{MARK}",
        header=header,
        groups=groups,
        above=[f"填报单位：{clerk.kind}应急管理局", "单位：人、万元"],
        rows=clerk.with_total(rows, ["合计", *[""] * 4, *sums, _loss(events)]),
        below=clerk.footer(at),
    )


def _disaster_row(clerk: Clerk, n: int, e: Event) -> list[Cell]:
    what = (n, e.number, e.kind, clerk.moment(e.at), clerk.place(e.township))
    people = [clerk.count(count) for count in (e.affected, e.deaths, e.missing)]
    return [*what, *people, clerk.number(_wan(e.loss_yuan))]


def _gdp(world: World, clerk: Clerk, year: int, quarter: int) -> SampleFile:
    until = (world.gdp_quarters[year, q] for q in range(1, quarter + 1))
    cumulative = sum(until, Decimal(0))
    unit, divisor = (("亿元", 10**8), ("万元", 10**4))[clerk.chance(0.4)]
    primary, tertiary = cumulative * 12 // 100, cumulative * 30 // 100
    values = (cumulative, primary, cumulative - primary - tertiary, tertiary)
    names = ("地区生产总值", "  第一产业", "  第二产业", "  第三产业")
    rows: Cells = [
        [name, clerk.number(value / divisor), round(clerk.dice.uniform(3, 8), 1)]
        for name, value in zip(names, values, strict=True)
    ]
    span = ("一季度", "上半年", "前三季度", "全年")[quarter - 1]
    return SampleFile(
        folder="统计局",
        name=f"地区生产总值_{year}年{quarter}季度{MARK}",
        extension=".xlsx",
        at=received(year, quarter * 3, 18),
        title=f"{clerk.own}{year}年{span}地区生产总值{MARK}",
        header=[clerk.header("指标 本期累计|累计 同比增长（%）")],
        above=[f"单位：{unit}"],
        rows=rows,
        below=["注：本表为初步核算数，按当年价格计算。"],
    )


def _gdp_final(world: World, clerk: Clerk, year: int) -> SampleFile:
    return SampleFile(
        folder="统计局",
        name=f"地区生产总值_{year}年4季度{MARK}（最终核实）",
        extension=".xlsx",
        at=received(year, 12, 290),
        title=f"{clerk.own}{year}年地区生产总值最终核实数{MARK}",
        header=[["指标", "本期累计"]],
        above=["单位：亿元"],
        rows=[["地区生产总值", float(world.gdp_final[year] / 10**8)]],
    )


def _vehicles(world: World, clerk: Clerk, year: int, over: int) -> SampleFile:
    stocks = [(month, world.vehicles[year, month]) for month in range(1, over + 1)]
    return SampleFile(
        folder="交管大队",
        name=f"机动车保有量_{year}年{MARK}",
        extension=".xlsx",
        at=received(year, over, 6),
        title=f"{year}年{clerk.own}机动车保有量{MARK}",
        header=[["月份", "汽车", "摩托车", "挂车", "其他机动车", "合计"]],
        above=[f"填报单位：{clerk.kind}交管大队", "单位：辆"],
        rows=[[f"{month}月", *map(clerk.number, parts), sum(parts)] for month, parts in stocks],
    )


def _population(world: World, clerk: Clerk, year: int) -> SampleFile:
    people = world.population[year]
    unit, divisor = (("人", 1), ("万人", 10_000))[clerk.chance(0.5)]
    named = [(clerk.own, sum(people.values())), *((f"\u3000{n}", p) for n, p in people.items())]
    rows: Cells = [
        [name, clerk.number(Decimal(count) / divisor), clerk.number(Decimal(count // 2) / divisor)]
        for name, count in named
    ]
    return SampleFile(
        folder="统计局",
        name=f"常住人口_{year}年{MARK}",
        extension=".xlsx",
        at=received(year, 12, 75),
        title=f"{clerk.own}{year}年末常住人口{MARK}",
        header=[clerk.header("地区 常住人口 其中：城镇人口|#城镇人口")],
        above=[f"单位：{unit}"],
        rows=rows,
    )
