"""Invented hand-ins for the plan: progress of targets, inspections, hazards, risk points, warnings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from analysis.sample.clerk import MARK, Cell, Cells, Clerk, SampleFile, months_over, received
from analysis.sample.world import World

# name, department, share at the end of 2023 and what it gains a year, in percent
_TARGETS = (
    ("中小学安全教育覆盖率", "应急管理局", 92, 9), ("高危行业安全生产责任险覆盖率", "应急管理局", 88, 9),
    ("市政消火栓（消防水鹤）完好率", "住房和城乡建设局", 90, 6),
    ("供水、供热和燃气老旧管网占比", "住房和城乡建设局", 13, -2),
    ("市政管网管线智能化监测管理率", "住房和城乡建设局", 4, 5),
    ("老旧房屋安全鉴定率", "住房和城乡建设局", 70, 12),
)  # fmt: skip
_ENFORCERS = ("应急管理局", "市场监督管理局", "住房和城乡建设局", "交通运输局", "消防救援大队")
_INDUSTRIES = ("煤矿", "危险化学品", "建筑施工", "冶金工贸", "城镇燃气")
_LEVELS = (("蓝", "蓝色"), ("黄", "黄色"), ("橙", "橙色"), ("红", "红色"))
_BOARDS = ("城市生命线", "公共安全", "生产安全", "自然灾害")


def plan_files_of(world: World, messy: bool) -> Iterator[SampleFile]:
    """The hand-ins of the plan for every month of the world."""
    still_open: list[_Hazard] = []
    for year in world.years:
        clerk = Clerk(world, year, "plan", messy)
        for month in range(1, months_over(year) + 1):
            yield from _targets(clerk, year, month)
            yield _enforcement(clerk, year, month)
            found = [*still_open, *_hazards_found(world, clerk, year, month)]
            yield _register_of_hazards(clerk, year, month, found)
            still_open = [one for one in found if not one.is_closed_in(year, month)]
            yield _warnings(world, clerk, year, month)
        if months_over(year) == 12:
            yield _risk_points(world, clerk, year)


def _targets(clerk: Clerk, year: int, month: int) -> Iterator[SampleFile]:
    for department in dict.fromkeys(row[1] for row in _TARGETS):
        rows: Cells = []
        for name, giver, share, gain in _TARGETS:
            if giver == department:
                due = 400 + clerk.dice.randrange(100)
                pct = min(100, max(0, share + gain * (year - 2024 + month / 12)))
                done = round(due * pct / 100)
                shown = round(done / due * 100, 1)
                spellings: tuple[Cell, ...] = (shown, f"{shown}%", f"{shown}％")
                written = clerk.one_of(*spellings)
                rows.append([name, "%", done, due, written, f"{clerk.kind}{department}", ""])
        header = "指标名称 单位 完成数|分子 应完成数|分母 完成率（%）|数值 填报单位 备注"
        yield _monthly(clerk, department, "目标进度", year, month, header, rows)


def _enforcement(clerk: Clerk, year: int, month: int) -> SampleFile:
    rows: Cells = []
    for department in _ENFORCERS:
        checks = 40 + clerk.dice.randrange(80)
        digital = checks * (70 + 8 * (year - 2022) + clerk.dice.randrange(8)) // 100
        penalties = checks * (3 + clerk.dice.randrange(6)) // 100
        fines = Decimal(penalties * clerk.dice.randrange(2_000, 30_000)) / 10_000
        seen = [clerk.number(checks), clerk.number(min(checks, digital))]
        punished = [clerk.count(penalties), clerk.number(fines)]
        rows.append([f"{clerk.kind}{department}", *seen, *punished])
    header = "执法部门 检查次数 信息化检查次数 处罚次数 罚款金额（万元）"
    return _monthly(clerk, "应急管理局", "执法检查月报", year, month, header, rows)


@dataclass(frozen=True)
class _Hazard:
    """A row of the register up to the day on which it was closed, that day, and who answers for it."""

    cells: list[Cell]
    closed: date
    unit: str

    def is_closed_in(self, year: int, month: int) -> bool:
        """Whether the register of a month, which is written after its end, knows that it is closed."""
        return self.closed <= received(year, month, 0).date()


def _hazards_found(world: World, clerk: Clerk, year: int, month: int) -> Iterator[_Hazard]:
    dice = clerk.dice
    for n in range(1, 8 + dice.randrange(8)):
        found = date(year, month, dice.randint(1, 28))
        due = found + timedelta(days=dice.choice((15, 30, 60)))
        closed = found + timedelta(days=dice.randrange(3, 90))
        if dice.random() > 0.9:
            closed += timedelta(days=300)
        cells: list[Cell] = [
            f"YH{year}{month:02}{n:03}",
            dice.choice(_INDUSTRIES),
            clerk.place(dice.choice(world.townships)),
            clerk.one_of("一般", "一般隐患") if dice.random() < 0.9 else "重大",
            f"{found:%Y-%m-%d}",
            f"{due:%Y年%m月%d日}",
        ]
        yield _Hazard(cells, closed, _office(clerk))


def _register_of_hazards(clerk: Clerk, year: int, month: int, hazards: list[_Hazard]) -> SampleFile:
    """Those found in the month, and those that stood open before it."""
    rows: Cells = [
        [*one.cells, f"{one.closed:%Y.%m.%d}" if one.is_closed_in(year, month) else "", one.unit]
        for one in hazards
    ]
    header = "隐患编号 行业领域 所属苏木镇（街道） 隐患等级 排查日期 整改期限 整改完成日期 责任单位"
    return _monthly(clerk, "应急管理局", "隐患排查治理台账", year, month, header, rows)


def _risk_points(world: World, clerk: Clerk, year: int) -> SampleFile:
    dice = clerk.dice
    rows: Cells = []
    for n in range(1, 61):
        township = dice.choice(world.townships)
        path = "监测预警平台" if dice.random() < 0.8 else ""
        rows.append(
            [
                f"FX{year}{n:04}",
                f"风险点{n}",
                dice.choice(("重大", "较大", "一般", "低")),
                dice.choice(_INDUSTRIES),
                f"{township}第{dice.randint(1, 9)}网格",
                dice.choice((f"{clerk.kind}级", "苏木镇级", "企业级")),
                _office(clerk),
                _office(clerk),
                path,
            ]
        )
    header = "风险点编号 风险点名称 风险等级 隐患类别 所属网格 监管责任层级 行业主管部门 监管责任部门 信息共享路径"
    return SampleFile(
        folder="应急管理局",
        name=f"风险点台账_{year}年{MARK}",
        extension=".xlsx",
        at=received(year, 12, 20),
        title=f"{year}年{clerk.own}风险点台账{MARK}",
        header=[clerk.header(header)],
        rows=rows,
    )


def _warnings(world: World, clerk: Clerk, year: int, month: int) -> SampleFile:
    dice = clerk.dice
    rows: Cells = []
    for n in range(1, 6 + dice.randrange(10)):
        day, hour, minute = dice.randint(1, 28), dice.randrange(24), dice.randrange(60)
        at = datetime(year, month, day, hour, minute)
        closed = at + timedelta(minutes=dice.randrange(10, 2_000))
        rows.append(
            [
                f"YJ{year}{month:02}{n:03}",
                dice.choice(_BOARDS),
                clerk.one_of(*dice.choice(_LEVELS)),
                clerk.text_moment(at),
                clerk.text_moment(closed) if dice.random() < 0.9 else "",
                _office(clerk),
                clerk.place(dice.choice(world.townships)),
            ]
        )
    header = "预警编号 板块 预警级别 预警时间 处置完成时间 处置单位 所属苏木镇（街道）"
    return SampleFile(
        folder="应急管理局",
        name=f"监测预警处置台账_{year}年{month:02}月{MARK}",
        extension=".csv",
        at=received(year, month, 4),
        title=f"{year}年{month}月监测预警处置台账{MARK}",
        header=[clerk.header(header)],
        rows=rows,
        encoding=clerk.one_of("utf-8-sig", "gb18030"),
    )


def _office(clerk: Clerk) -> str:
    return f"{clerk.kind}{clerk.dice.choice(_ENFORCERS)}"


def _monthly(
    clerk: Clerk, department: str, form: str, year: int, month: int, header: str, rows: Cells
) -> SampleFile:
    return SampleFile(
        folder=department,
        name=f"{form}_{year}年{month:02}月{MARK}",
        extension=".xlsx",
        at=received(year, month, 6),
        title=f"{clerk.own}{year}年{month}月{form}{MARK}",
        header=[clerk.header(header)],
        above=[f"填报单位：{clerk.kind}{department}"],
        rows=rows,
        instructions=clerk.chance(0.2),
    )
