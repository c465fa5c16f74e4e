"""Every mart in Chinese and English: columns named with units, codes in words."""

import polars as pl
import pytest
import yaml

from analysis.base.seeds import seed_rows
from analysis.base.settings import PROJECT
from analysis.marts import Snapshot, labelled, mart
from analysis.marts.code_names import names_of
from analysis.marts.labels import code_words, label, units_of
from analysis.marts.showing import as_html, as_text
from analysis.messages import Lang
from tests.conftest import Published

MARTS = {
    model["name"]: [column["name"] for column in model["columns"]]
    for path in sorted((PROJECT / "models/marts").glob("*/_models.yml"))
    for model in yaml.safe_load(path.read_text("utf-8"))["models"]
}
# of what kind a thing is, and no unit of it
KINDS = {
    *("text", "id", "ids", "code", "codes", "true or false", "date", "timestamp"),
    *("hex", "order", "row", "row number", "year", "ratio"),
}


@pytest.mark.parametrize("name", MARTS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_column_of_a_mart_has_a_name_of_its_own(name: str, lang: Lang) -> None:
    other = "_en" if lang == "zh" else "_zh"
    labels = {column: label(name, column, lang) for column in MARTS[name]}
    for column, said in labels.items():
        assert said != column
        assert said.isascii() == (lang == "en"), column
    shown = [said for column, said in labels.items() if not column.endswith(other)]
    twins = {"reason_en": "reason", "warnings_en": "warnings", "source_en": "source"}
    alone = [s for c, s in labels.items() if c in twins and twins[c] in labels and lang == "en"]
    assert len(set(shown)) == len(shown) - len(alone)


def test_a_name_of_the_seed_is_that_of_a_column() -> None:
    for row in seed_rows("column_names.csv"):
        marts = [row["mart"]] if row["mart"] else MARTS
        assert any(row["column_name"] in MARTS[name] for name in marts), row


@pytest.mark.parametrize("name", MARTS)
def test_a_unit_stands_after_the_name(name: str) -> None:
    units = units_of(name)
    assert units.keys() == set(MARTS[name])
    for column, unit in units.items():
        said = names_of("unit", "zh").get(unit)
        assert (said is None) == (unit in KINDS), (column, unit)
        assert label(name, column, "zh").endswith(f"（{said}）") or said is None


@pytest.mark.parametrize("name", MARTS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_mart_reads_in_words(marts: Snapshot, name: str, lang: Lang) -> None:
    figures = marts[name].head(3000)
    assert labelled(figures, name, lang).height == figures.height
    for column, unit in units_of(name).items():
        if unit in ("code", "codes", "true or false") and column != "caveats":
            values = figures[column]
            values = values.explode() if isinstance(values.dtype, pl.List) else values
            codes = set(values.drop_nulls().cast(pl.String))
            # a form, a board or a level that nobody knows is shown as it was handed in
            assert codes <= code_words(name, column, lang).keys(), column


def test_one_line_shows_the_accidents_in_chinese(published: Published) -> None:
    accidents = mart("fct_accidents", published.data, labels="zh")
    assert {"发生时间", "死亡人数（人）", "直接经济损失（元）", "地区"} <= set(accidents.columns)
    assert set(accidents["事故领域"]) == {"生产安全", "道路交通", "火灾", "自然灾害"}
    assert set(accidents["是否纳入统计"].drop_nulls()) <= {"是", "否"}
    english = mart("fct_accidents", published.data, labels="en")
    assert "Deaths (persons)" in english.columns
    assert set(english["Township known"]) <= {"yes", "no"}


def test_what_to_know_of_a_figure_is_a_sentence(marts: Snapshot) -> None:
    rates = labelled(marts["fct_indicator_rates"], "fct_indicator_rates", "zh")
    said = rates["须知"].drop_nulls().unique()
    assert "与上年统计口径不同，不作比较" in "".join(said)
    assert not any("_" in sentence for sentence in said)


def test_all_rows_are_shown() -> None:
    html = as_html(pl.DataFrame({"数": range(300), "字": ["甲"] * 299 + [None]}))
    assert html.count("<tr>") == 301
    assert "&quot;" not in html
    assert "null" not in html


def test_rows_of_one_indicator_are_headed_by_its_units(marts: Snapshot) -> None:
    rates = marts["fct_indicator_rates"]
    one = rates.filter(indicator_id="road_deaths_per_10k_vehicles")
    heads = set(labelled(one, "fct_indicator_rates", "zh").columns)
    assert {"分子（人）", "分母（辆）", "率（人/万车）"} <= heads
    several = set(labelled(rates, "fct_indicator_rates", "zh").columns)
    assert {"分子（人、起或元）", "分母（元、辆或人）"} <= several


def test_a_limit_of_the_funnel_is_named_with_its_level() -> None:
    for lang, funnel in (("zh", "漏斗"), ("en", "funnel")):
        for code, said in names_of("significance", lang).items():
            level = "99.8%" if code.endswith("998") else "95%"
            assert level in said
            assert funnel in said


def test_text_has_a_dash_where_nothing_is_known() -> None:
    shown = as_text(pl.DataFrame({"数": [1, None], "字": ["null 甲", None]}))
    assert shown.count("—") == 2
    assert "null 甲" in shown
    assert shown.count("null") == 1


def test_every_mart_is_said_in_words() -> None:
    assert names_of("mart", "zh").keys() == names_of("mart", "en").keys() == MARTS.keys()
