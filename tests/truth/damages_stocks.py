"""Stocks, flows and targets: units, slips, vintages, and rows that are not the county's."""

from datetime import timedelta

from tests.truth.damage import Pack, Unsuited, damage
from tests.truth.papers import Paper
from tests.truth.write import Special

GDP, CARS, PEOPLE, TARGET = ("gdp",), ("motor_vehicles",), ("population",), ("target_progress",)
SUMS = (*GDP, *PEOPLE)


@damage("unit_slipped", "the unit row names another unit than the numbers are in", (*SUMS, *CARS))
def _(pack: Pack, paper: Paper) -> None:
    swap = {"亿元": "万元", "万元": "亿元", "万人": "人", "人": "万人", "辆": "万辆"}
    at = next(n for n, row in enumerate(paper.sheet.above) if str(row[0]).startswith("单位："))
    unit = str(paper.sheet.above[at][0]).removeprefix("单位：")
    paper.sheet.above[at] = [f"单位：{swap[unit]}"]


@damage("two_units", "the header's unit is another than the unit row's", SUMS)
def _(pack: Pack, paper: Paper) -> None:
    unit = str(paper.sheet.above[0][0]).removeprefix("单位：")
    swap = {"亿元": "万元", "万元": "亿元", "万人": "人", "人": "万人"}
    paper.sheet.header[1] += f"（{swap[unit]}）"


@damage("unit_unknown", "a unit that nobody knows", (*SUMS, *CARS))
def _(pack: Pack, paper: Paper) -> None:
    paper.sheet.above = [["单位：见说明"]]


@damage("digit_more", "a digit too many in the main number", (*SUMS, *CARS))
def _(pack: Pack, paper: Paper) -> None:
    row, at = paper.rows[0], 5 if paper.form == "motor_vehicles" else 1
    row[at] = float(row[at]) * 10  # type: ignore[arg-type]


@damage("main_zero", "0 in the main number", (*SUMS, *CARS))
def _(pack: Pack, paper: Paper) -> None:
    row = paper.rows[-1 if paper.form == "motor_vehicles" else 0]
    row[5 if paper.form == "motor_vehicles" else 1] = 0


@damage("main_blank", "the main number is a dash", (*SUMS, *CARS))
def _(pack: Pack, paper: Paper) -> None:
    row = paper.rows[-1 if paper.form == "motor_vehicles" else 0]
    row[5 if paper.form == "motor_vehicles" else 1] = pack.dice.choice(("—", "", "待定"))


@damage("main_broken", "an error cell or formula in the main number", (*SUMS, *CARS))
def _(pack: Pack, paper: Paper) -> None:
    row = paper.rows[-1 if paper.form == "motor_vehicles" else 0]
    broken = pack.dice.choice((Special("error", "#N/A"), Special("formula", "=1+1")))
    row[5 if paper.form == "motor_vehicles" else 1] = broken


@damage("main_footnoted", "a footnote's circle after the main number", (*SUMS, *CARS))
def _(pack: Pack, paper: Paper) -> None:
    row, at = paper.rows[0], 5 if paper.form == "motor_vehicles" else 1
    row[at] = f"{row[at]}{pack.dice.choice('①²*')}"


@damage("parts_against_total", "the parts are right, the whole is a third more", (*SUMS, *CARS))
def _(pack: Pack, paper: Paper) -> None:
    row = paper.rows[-1 if paper.form == "motor_vehicles" else 0]
    at = 5 if paper.form == "motor_vehicles" else 1
    row[at] = float(row[at]) * 1.3  # type: ignore[arg-type]


@damage("quarter_alone", "the quarter's own GDP in place of the sum since January", GDP)
def _(pack: Pack, paper: Paper) -> None:
    quarter = paper.months[-1] // 3
    if quarter == 1:
        raise Unsuited
    share = (pack.truth.gdp[quarter] - pack.truth.gdp[quarter - 1]) / pack.truth.gdp[quarter]
    for row in paper.rows:
        row[1] = float(row[1]) * share  # type: ignore[arg-type]


@damage("gdp_falls", "GDP since January falls within the year", GDP)
def _(pack: Pack, paper: Paper) -> None:
    quarter = paper.months[-1] // 3
    if quarter == 1:
        raise Unsuited
    share = pack.truth.gdp[quarter - 1] * 0.93 / pack.truth.gdp[quarter]
    for row in paper.rows:
        row[1] = float(row[1]) * share  # type: ignore[arg-type]


@damage(
    "preliminary_after_final",
    "the preliminary figure comes in again after the final one",
    GDP,
    whole=True,
    looks=2,
)
def _(pack: Pack, paper: Paper) -> None:
    if paper.months[-1] != 12:
        raise Unsuited
    pack.also(paper, "", look=2, at=paper.at + timedelta(days=400))
    _finalise(pack, pack.also(paper, "（最终核实）", at=paper.at + timedelta(days=280)))


@damage("final_after_preliminary", "the final figure replaces the preliminary one", GDP, whole=True)
def _(pack: Pack, paper: Paper) -> None:
    if paper.months[-1] != 12:
        raise Unsuited
    _finalise(pack, pack.also(paper, "（最终核实）", at=paper.at - timedelta(days=2)))


def _finalise(pack: Pack, final: Paper) -> None:
    pack.truth.gdp[4] = round(pack.truth.gdp[4] * 1.013)
    for row in final.rows:
        row[1] = float(row[1]) * 1.013  # type: ignore[arg-type]
    final.sheet.title = f"达拉特旗{pack.year}年地区生产总值最终核实数"
    final.sheet.below = []


@damage("city_beside_county", "the city stands beside the county", SUMS)
def _(pack: Pack, paper: Paper) -> None:
    row = list(paper.rows[0])
    row[0] = "鄂尔多斯市" if paper.form == "population" else "鄂尔多斯市地区生产总值"
    row[1] = float(row[1]) * 11  # type: ignore[arg-type]
    paper.rows.insert(pack.dice.randrange(2), row)


@damage("city_in_columns", "the city has a column of its own before the county's", GDP)
def _(pack: Pack, paper: Paper) -> None:
    paper.sheet.header[1:1] = ["本期累计"]
    for row in paper.rows:
        row[1:1] = [float(row[1]) * 11]  # type: ignore[arg-type]


@damage("city_file", "the city's own file under the county's name", SUMS, whole=True)
def _(pack: Pack, paper: Paper) -> None:
    for row in paper.rows:
        row[1] = float(row[1]) * 1.4  # type: ignore[arg-type]
    paper.sheet.title = paper.sheet.title.replace("达拉特旗", "鄂尔多斯市")
    if paper.form == "population":
        paper.rows[0][0] = "鄂尔多斯市"


@damage("unknown_places", "towns that nobody knows in the population", PEOPLE)
def _(pack: Pack, paper: Paper) -> None:
    paper.rows[3][0], paper.rows[5][0] = "\u3000某某镇", "\u3000开发区（不含街道）"


@damage("county_twice", "达拉特旗 and 合计 with two numbers", PEOPLE)
def _(pack: Pack, paper: Paper) -> None:
    row = list(paper.rows[0])
    row[0], row[1] = pack.dice.choice(("合计", "达旗", "达拉特旗")), float(row[1]) * 1.05  # type: ignore[arg-type]
    paper.rows.append(row)


@damage("month_missing", "a month's row is gone", CARS)
def _(pack: Pack, paper: Paper) -> None:
    del paper.rows[pack.dice.choice((2, 5, 11))]


@damage("month_twice", "a month stands twice with two numbers", CARS)
def _(pack: Pack, paper: Paper) -> None:
    row = list(paper.rows[11])
    row[1], row[5] = int(row[1]) + 9_000, int(row[5]) + 9_000  # type: ignore[call-overload]
    paper.rows.append(row)


@damage("half_years", "上半年 and 全年 rows among the months", CARS)
def _(pack: Pack, paper: Paper) -> None:
    paper.rows.insert(6, ["上半年", *paper.rows[5][1:]])
    paper.rows.append(["全年", *(int(c) * 12 for c in paper.rows[-1][1:])])  # type: ignore[call-overload]


@damage("month_of_zeros", "0000-00-00 or 13月 in the month", CARS)
def _(pack: Pack, paper: Paper) -> None:
    paper.rows[11][0] = pack.dice.choice(("0000-00-00", "13月", "0月", "十二", "2204年12月"))


@damage("months_shifted", "months of the year before", CARS)
def _(pack: Pack, paper: Paper) -> None:
    for n, row in enumerate(paper.rows, start=1):
        row[0] = f"{paper.year - 1}年{n}月"


@damage("percent_dash", "—% in a percent column", (*GDP, *TARGET))
def _(pack: Pack, paper: Paper) -> None:
    paper.rows[0][2 if paper.form == "gdp" else 4] = pack.dice.choice(("—%", "%", "100％以上"))


@damage("halves_against_value", "the percent is another than its halves give", TARGET)
def _(pack: Pack, paper: Paper) -> None:
    paper.rows[0][2] = int(paper.rows[0][2]) // 2  # type: ignore[call-overload]


@damage("halves_swapped", "完成数 and 应完成数 in each other's place", TARGET)
def _(pack: Pack, paper: Paper) -> None:
    for row in paper.rows:
        row[2], row[3] = row[3], row[2]


@damage("half_unreadable", "a half that cannot be read", TARGET)
def _(pack: Pack, paper: Paper) -> None:
    paper.rows[0][2] = pack.dice.choice(("约300", "三百", "300①", "—%", "-3"))


@damage("target_twice", "a target stands twice", TARGET)
def _(pack: Pack, paper: Paper) -> None:
    row = list(paper.rows[0])
    row[2] = int(row[2]) // 2  # type: ignore[call-overload]
    paper.rows.append(row)
