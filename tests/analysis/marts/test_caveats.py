"""What stands in the marts as codes is said whole, in both languages, and nothing is said twice."""

import re
from datetime import date

import polars as pl
import pytest

from analysis.base.places import own_id
from analysis.base.settings import PROJECT, seeds_folder
from analysis.conclusions.codes import OfficialVerdict, Reason, Verdict
from analysis.conclusions.trend_table import NoTrendReason
from analysis.marts import mart
from analysis.marts.caveats import caveat_words, with_notes
from analysis.marts.code_names import name_of, named
from analysis.marts.departments import department
from analysis.marts.hand_in_calendar import worded_calendar
from analysis.marts.target_words import worded
from tests.conftest import Published

CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
ROW = {
    "missing_months": ["2024-02", "2024-03"], "stock_date": date(2022, 12, 31), "rows_set_aside": 2,
    "rows_doubted": 1, "files_waiting": 1, "denominator_files_waiting": 3,
    "denominator_rows_set_aside": 4, "corrections": 2, "accidents_at_unlisted_places": 5,
}  # fmt: skip


@pytest.mark.parametrize(
    ("caveats", "zh", "en"),
    [
        ([], "", ""),
        (None, "", ""),
        (["months_missing"], "未报齐：2024年2至3月", "not handed in whole: 2024-02 to 2024-03"),
        (
            ["stock_carried_forward"],
            "分母沿用2022年12月31日存量",
            "the denominator is the stock of 2022-12-31",
        ),
        (
            ["rows_set_aside", "corrected", "denominator_corrected"],
            "另有2行待核，未计入；含本级更正2处；分母含本级更正",
            "rows set aside, not counted: 2; corrections by the office: 2; "
            "the denominator was corrected by the office",
        ),
        # said in the seed's order, whatever the list's
        (
            ["places_unlisted", "months_missing", "denominator_unknown"],
            "未报齐：2024年2至3月；分母未知；5起地点不明，只计入全旗",
            "not handed in whole: 2024-02 to 2024-03; the denominator is unknown; "
            "accidents at unknown places, counted for the banner alone: 5",
        ),
    ],
)
def test_caveats_in_words(caveats: list[str] | None, zh: str, en: str) -> None:
    row = ROW | {"caveats": caveats}
    assert (caveat_words(row, "zh"), caveat_words(row, "en")) == (zh, en)


def test_a_caveat_that_nobody_worded_or_without_its_figure_is_an_error() -> None:
    with pytest.raises(KeyError, match="made_up"):
        caveat_words(ROW | {"caveats": ["period_not_over", "made_up"]}, "zh")
    with pytest.raises(KeyError, match="stock_date"):
        caveat_words({"caveats": ["stock_carried_forward"]}, "en")


def test_english_words_are_english_and_both_languages_name_the_same_figures() -> None:
    for seed, names in (("caveats", ["template"]), ("code_names", ["name"])):
        for row in pl.read_csv(seeds_folder() / f"{seed}.csv").iter_rows(named=True):
            zh, en = (row[f"{name}_{lang}"] for name in names for lang in ("zh", "en"))
            assert CHINESE.search(zh), row
            assert not CHINESE.search(en), row
            assert set(re.findall(r"{(\w+)}", zh)) == set(re.findall(r"{(\w+)}", en)), row


def test_verdicts_are_the_codes_that_have_names() -> None:
    named_codes = pl.read_csv(seeds_folder() / "code_names.csv").group_by("vocabulary").agg("code")
    codes = {row["vocabulary"]: set(row["code"]) for row in named_codes.iter_rows(named=True)}
    assert codes["statistical_verdict"] == set(Verdict)
    assert codes["official_verdict"] == set(OfficialVerdict)
    assert codes["verdict_reason"] == set(Reason)
    assert codes["no_trend_reason"] == set(NoTrendReason)
    assert name_of("statistical_verdict", Verdict.IMPROVING, "zh") == "向好"
    found = pl.DataFrame({"v": ["worsening", None]}).select(named("statistical_verdict", "v", "en"))
    assert found["v"].to_list() == ["worsening", None]
    with pytest.raises(pl.exceptions.InvalidOperationError):
        pl.DataFrame({"v": ["恶化"]}).select(named("statistical_verdict", "v", "en"))
    with pytest.raises(KeyError):
        name_of("nothing", "improving", "en")


def test_every_rate_of_a_build_says_what_it_lacks(published: Published) -> None:
    rates = mart("fct_indicator_rates", published.data)
    assert {"denominator_unknown", "stock_carried_forward", "denominator_final"} <= set(
        rates["caveats"].explode().drop_nulls()
    )
    zh, en = (with_notes(rates, lang)["note"] for lang in ("zh", "en"))
    assert zh.is_null().equals(rates["caveats"].list.len().eq(0).alias("note"))
    assert zh.is_null().equals(en.is_null())
    assert not en.drop_nulls().str.contains(CHINESE.pattern).any()
    late = rates.filter(pl.col("caveats").list.contains("stock_carried_forward"))
    assert (late["stock_date"] < late["period_end"]).all()
    without = rates.filter(pl.col("rate").is_null())
    assert (without["caveats"].list.len() > 0).all()


def test_the_order_of_the_list_is_that_of_the_seed(published: Published) -> None:
    order = pl.read_csv(seeds_folder() / "caveats.csv")["caveat"].to_list()
    for codes in mart("fct_indicator_rates", published.data)["caveats"].unique():
        assert codes.to_list() == sorted(codes, key=order.index)


def test_models_and_macros_hold_no_chinese_but_what_they_match() -> None:
    """Comments, and what hand-ins write: names of places and departments, 事故 after a grade."""
    matched = {"int_departments_matched.sql", "fct_accidents.sql"}
    for folder in ("models", "macros"):
        for path in (PROJECT / folder).rglob("*.*"):
            if path.suffix not in (".sql", ".py") or path.name in matched:
                continue
            text = re.sub(r"{#-?.*?-?#}", "", path.read_text("utf-8"), flags=re.DOTALL)
            text = re.sub(r"(--|#).*", "", text)
            assert not re.search(r"[\u4e00-\u9fff]", text), path.name


def test_departments_go_by_the_name_of_the_readers_language() -> None:
    listed = pl.read_csv(seeds_folder() / "departments.csv")
    frame = pl.DataFrame({"department_zh": ["交管大队", "某单位", None]})
    found = {lang: frame.select(department(listed, lang))["department"] for lang in ("zh", "en")}
    assert found["zh"].to_list() == ["交管大队", "某单位", None]
    assert found["en"].to_list() == ["Traffic Police Brigade", "某单位", None]


def test_who_hands_in_goes_by_place_part_and_the_name_in_the_readers_language() -> None:
    listed = pl.read_csv(seeds_folder() / "departments.csv")
    calendar = pl.DataFrame(
        {
            "form": "road_accidents",
            "form_zh": "道路交通事故明细",
            "form_en": "Road accidents",
            "reporting_region_id": [own_id(), own_id(), "150600"],
            "department_zh": ["交管大队", "某单位", "交管大队"],
            "part": ["", "昭君镇", ""],
            "status": ["missing", "held", "rejected"],
        }
    )
    zh, en = (worded_calendar(calendar, listed, lang) for lang in ("zh", "en"))
    assert zh["department"].to_list() == ["交管大队", "某单位（昭君镇）", "鄂尔多斯市交管大队"]
    assert en["department"].to_list()[1:] == ["某单位 (昭君镇)", "Traffic Police Brigade, Ordos"]
    assert zh["said"].to_list() == ["缺报", "暂存待核", "退回"]
    assert (zh["name"][0], en["name"][0]) == ("道路交通事故明细", "Road accidents")


def test_the_reason_of_a_target_and_the_sentence_of_a_verdict_are_its_note() -> None:
    row = {"source_form": "fct_verdicts", "period_end": date(2024, 12, 31)}
    progress = pl.DataFrame(
        [
            row | {"target_id": "a", "reason": None, "department_ids": ["fire", "road"]},
            row | {"target_id": "b", "reason": "no_years", "department_ids": ["road"]},
            row
            | {"target_id": "c", "reason": None, "department_ids": []}
            | {"source_form": "target_progress"},
        ],
        schema_overrides={"department_ids": pl.List(pl.String)},
    )
    targets = pl.DataFrame(
        {"target_id": ["a", "b", "c"], "indicator_id": ["x", "y", "x"]}
    ).with_columns(name_zh="target_id", name_en="target_id")
    departments = pl.DataFrame({"department_id": ["fire", "road"], "name_en": ["Fire", "Road"]})
    said = pl.DataFrame(
        {
            "indicator_id": "x",
            "period_end": [date(2023, 12, 31), date(2024, 12, 31)],
            "sentence": ["f", "t"],
        }
    )
    found = worded(progress, targets, departments, said, "en").sort("target_id")
    assert found["note"].to_list() == ["t", "no yearly figures yet", None]
    assert found["departments"].to_list() == [["Fire", "Road"], ["Road"], []]
