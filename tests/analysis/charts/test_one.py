"""A chart in one line, by what people call it."""

import json
import re
from base64 import b64decode
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from analysis.charts import Chart, NoFont, NoSuchChart, chart, chart_set, pictures
from analysis.charts import one as module
from analysis.charts.live import live
from analysis.findings import Findings, default_year, why_default
from analysis.marts import Snapshot, columns, labelled, mart, tables
from analysis.messages import Lang, say
from tests.conftest import Published

ROAD = "road_deaths_per_10k_vehicles"
OWN = {
    "name_zh": "营运车辆万车死亡率",
    "unit_zh": "人/万车",
    "numerator_series": "commercial_road_deaths",
    "denominator_series": "motor_vehicles",
    "denominator_basis": "end",
    "per": 1e4,
}


@pytest.fixture(autouse=True)
def _published_data(published: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAFETY_DATA", str(published.data.root))


def drawn(one: Chart) -> object:
    return json.loads(one.figure.to_json())


def legend(one: Chart) -> list[str]:
    return [trace.name for trace in one.figure.data if trace.name]


@pytest.mark.parametrize("name", [ROAD, "RD", "rd", "道路交通事故万车死亡率", "kinds"])
def test_it_looks_as_in_the_report(marts: Snapshot, name: str) -> None:
    key = name if name == "kinds" else f"trend_{ROAD}"
    of_report = {one.key: one for one in chart_set(Findings.of_year(marts, 2023))}[key]
    found = chart(name, year=2023)
    assert drawn(found) == drawn(of_report)
    assert found.finding == of_report.finding


@pytest.mark.parametrize(
    ("period", "comparison", "key"),
    [
        ("r12m", None, "rolling"),
        ("截至当月的12个月", None, "rolling"),
        ("year", "prior_year", "change"),
        ("年度", "上年", "change"),
    ],
)
def test_period_and_comparison_choose_the_chart(
    marts: Snapshot, period: str, comparison: str | None, key: str
) -> None:
    of_report = {one.key: one for one in chart_set(Findings.of_year(marts, 2023))}
    found = chart("RD", period=period, comparison=comparison, year=2023)
    assert drawn(found) == drawn(of_report[f"{key}_{ROAD}"])
    assert found.key == f"{key}_{ROAD}"


def test_a_township_stands_under_its_name_and_is_not_judged() -> None:
    found = chart("FA", region="树林召镇", year=2023)
    assert found.finding.startswith("2023年树林召镇每十万人口火灾起数率")
    assert found.finding.endswith("未作判定")
    whole, part = (chart("FA", region=place, year=2023).table for place in (None, "150621100"))
    assert sum(part["numerator"]) <= sum(whole["numerator"])


def test_published_rates_stand_beside() -> None:
    assert "全国（公布值或按公布数计算）" in legend(chart("RD", comparison="全国", year=2023))
    assert "鄂尔多斯市：没有公布值" in legend(chart("RD", comparison="鄂尔多斯市", year=2023))
    (nation,) = (
        trace
        for trace in chart("RD", comparison="100000", year=2023).figure.data
        if trace.name and trace.name.startswith("全国")
    )
    assert (
        dict(zip(nation.x, nation.y, strict=True))[2023] == 1.38
    )  # as seeds/published_figures.csv


def test_an_indicator_of_ones_own() -> None:
    found = chart(OWN, year=2023)
    assert "营运车辆万车死亡率" in found.finding
    assert found.table["rate"].drop_nulls().len() > 1


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("road_deths_per_10k_vehicle", "RD 道路交通事故万车死亡率"),
        ("火灾死亡率", "FD 火灾十万人口死亡率"),
        ("calender", "calendar 报送日历"),
    ],
)
def test_an_unknown_name_is_told_what_there_is(asked: str, first: str) -> None:
    with pytest.raises(NoSuchChart) as told:
        chart(asked)
    assert str(told.value).startswith(f"没有“{asked}”；有：{first}")
    assert "ND 平均每百万人口因灾死亡率" in str(told.value)


@pytest.mark.parametrize(
    ("argument", "asked", "near"),
    [
        ("region", "昭君", "昭君街道、昭君镇"),
        ("period", "month", "year 年度、r12m 截至当月的12个月"),
        ("comparison", "去年", "prior_year 上年"),
    ],
)
def test_an_unknown_argument_is_told_what_there_is(argument: str, asked: str, near: str) -> None:
    with pytest.raises(NoSuchChart) as told:
        chart("RD", **{argument: asked})
    assert str(told.value).startswith(f"没有“{asked}”；有：{near}")


def test_a_chart_without_data_says_so() -> None:
    found = chart("RD", comparison="townships", year=2023)  # no township has vehicles
    assert "没有可画的数据" in found.finding
    assert all(trace.y == (None,) for trace in found.figure.data)
    assert found.figure.layout.xaxis.visible is False


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_in_a_notebook_it_shows_its_figure_and_a_picture(lang: Lang) -> None:
    one = chart("RD", year=2023, lang=lang)
    data, about = one._repr_mimebundle_(include=None, exclude=None)
    assert data["application/vnd.plotly.v1+json"] == json.loads(live(one).to_json())
    assert data["text/plain"] == one.finding
    assert b64decode(str(data["image/png"])) == pictures([one], lang, "png")[0]
    assert about == {"image/png": {"width": one.figure.layout.width}}


def test_where_no_font_is_the_figure_is_shown_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def none(*_: object) -> list[bytes]:
        raise NoFont

    monkeypatch.setattr("analysis.charts.notebook.pictures", none)
    data, _ = chart("RD", year=2023)._repr_mimebundle_()
    assert set(data) == {"application/vnd.plotly.v1+json", "text/plain"}


@pytest.mark.parametrize("name", ["hours", "months", "beside"])
def test_what_people_ask_is_drawn_in_both_languages(name: str) -> None:
    chinese, english = chart(name, year=2023), chart(name, year=2023, lang="en")
    assert english.finding.isascii() or name == "beside"  # an en dash between years
    assert chinese.table.height == english.table.height > 0


def test_a_year_that_nobody_asked_for_is_said(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    marts = Snapshot(published.data)
    last = marts.as_of.year - 1
    rates = marts["fct_indicator_rates"]
    lacks = (pl.col("period_end").dt.year() == last) & pl.col("indicator_id").str.contains(
        "deaths_per"
    )
    marts._frames["fct_indicator_rates"] = rates.with_columns(rate=pl.when(~lacks).then("rate"))
    assert default_year(marts) < last
    said = why_default(marts, "zh")
    assert said
    assert f"用的是{default_year(marts)}年" in said
    monkeypatch.setattr("analysis.charts.one.Snapshot", lambda path: marts)
    module._findings.cache_clear()
    assert chart("RD").foot.startswith(said)
    assert not chart("RD", year=2022).foot.startswith(said)
    module._findings.cache_clear()


@pytest.mark.parametrize("asked", [{"name": None}, {"name": "RD", "lang": "fr"}])
def test_wrong_use_is_told_in_chinese(asked: dict[str, Any]) -> None:
    with pytest.raises(NoSuchChart, match="没有"):
        chart(**asked)


def test_a_region_is_known_by_its_number() -> None:
    assert drawn(chart("RD", region=150621, year=2023)) == drawn(chart("RD", year=2023))


def test_a_mart_that_is_not_there_names_what_is_near() -> None:
    with pytest.raises(LookupError, match=r"没有.*fct_verdicts"):
        mart("fct_verdict")


@pytest.mark.parametrize(
    "asked",
    [
        lambda: mart("fct_verdicts", labels="fr"),  # type: ignore[arg-type]
        lambda: columns("fct_verdicts", "fr"),  # type: ignore[arg-type]
        lambda: tables("fr"),  # type: ignore[arg-type]
        lambda: labelled(mart("fct_verdicts"), "fct_verdicts", "fr"),  # type: ignore[arg-type]
    ],
)
def test_a_language_that_there_is_not_is_told(asked: Callable[[], object]) -> None:
    with pytest.raises(LookupError, match="没有语言“fr”，应为 zh 或 en"):
        asked()


def test_columns_say_what_codes_mean_in_the_language_of_the_reader() -> None:
    (chinese,) = columns("fct_verdicts").filter(列="statistical_verdict")["取值"]
    assert "improving 向好" in chinese
    (english,) = columns("fct_verdicts", "en").filter(Column="statistical_verdict")["Codes"]
    assert "no_clear_change no clear change" in english
    with pytest.raises(LookupError, match=r"没有.*fct_verdicts"):
        columns("fct_verdict")


@pytest.mark.parametrize("name", ["fct_indicator_rates", "fct_accidents"])
def test_what_columns_hold_is_said_in_chinese(name: str) -> None:
    """Of the marts that the notebooks explain; of others what the models say."""
    told = columns(name)[say("about_about")]
    assert all(re.search("[\u4e00-\u9fff]", text) for text in told), told
    assert "{" not in "".join(told)
    english = columns(name, "en")[say("about_about", "en")]
    assert not any(re.search("^[\u4e00-\u9fff]", text) for text in english)
    (count,) = columns("fct_region_comparison").filter(列="numerator")[say("about_about")]
    assert count == "Events in the pooled years"


def test_few_of_both_years_are_told_by_their_numbers() -> None:
    found = chart("FD", comparison="上年", year=2023, region="树林召镇")
    assert found.is_told
    assert re.search(
        r"为[\d.]+人/10万人（\d+人），上年为[\d.]+人/10万人（\d+人）；数量少", found.finding
    )


def test_a_region_whose_rates_are_of_other_years_has_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old = pl.DataFrame({"year": [1990], "rate": [1.0]}, schema_overrides={"year": pl.Int32})
    monkeypatch.setattr("analysis.charts.trend.rates_of", lambda *_: old)
    assert "全国：没有公布值" in legend(chart("RD", comparison="全国", year=2023))
