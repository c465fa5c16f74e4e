"""What both rules say decides the words; each case was read by a person."""

from datetime import date

import pytest

from analysis.conclusions.sentences import VerdictRow, verdict_sentence

ROW: VerdictRow = {
    "period_end": date(2026, 12, 31), "is_to_date": False,
    "statistical_verdict": "improving", "verdict_reason": None,
    "first_year_before": 2021, "last_year_before": 2023, "first_year": 2024, "last_year": 2026,
    "events_before": 60.0, "events": 30.0, "years_before": 3.0, "years": 3.0,
    "rate_ratio": 0.5, "rate_ratio_lower_95": 0.3, "rate_ratio_upper_95": 0.8,
    "is_by_denominator_alone": False,
    "official_verdict": "fell_each_year", "official_years": 3, "official_chance": 0.14,
}  # fmt: skip
RISEN = {"rate_ratio": 2.0, "rate_ratio_lower_95": 1.3, "rate_ratio_upper_95": 3.1}
TWICE = "2024至2026年的率为2021至2023年的2.00倍（95%区间1.30至3.10）"
HALF = "2024至2026年的率为2021至2023年的0.50倍（95%区间0.30至0.80）"


def sentence(lang: str = "zh", better: str = "lower", **changed: object) -> str:
    row: VerdictRow = {**ROW, **changed}  # type: ignore[typeddict-item]
    return verdict_sentence(row, better, "人" if lang == "zh" else "persons", lang)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, f"2024至2026年逐年下降（无变化时也有14%的可能出现）；{HALF}，降幅超出逐年波动，可以认为向好。"),
        (
            {"years": 1.8, "official_verdict": "mixed"},
            f"2024至2026年有升有降；{HALF.replace('年的', '年（其中2年有数）的', 1)}，降幅超出逐年波动，可以认为向好。",
        ),
        (
            {"official_verdict": "rose_each_year"},
            f"虽2024至2026年逐年上升，但{HALF}，降幅超出逐年波动，可以认为向好。",
        ),
        ({"official_verdict": "mixed"}, f"2024至2026年有升有降；{HALF}，降幅超出逐年波动，可以认为向好。"),
        (
            {"statistical_verdict": "no_clear_change"},
            f"虽2024至2026年逐年下降（无变化时也有14%的可能出现），但{HALF}，在逐年波动范围之内，看不出明显变化。",
        ),
        (
            {"statistical_verdict": "worsening", "official_verdict": "rose_each_year", **RISEN},
            f"2024至2026年逐年上升；{TWICE}，升幅超出逐年波动，可以认为恶化。",
        ),
        (
            {"statistical_verdict": "worsening", **RISEN},
            f"虽2024至2026年逐年下降（无变化时也有14%的可能出现），但{TWICE}，升幅超出逐年波动，可以认为恶化。",
        ),
        (
            {"statistical_verdict": "too_few", "verdict_reason": "few_events", "events_before": 5.0, "events": 2.0, "official_verdict": "level"},
            "2024至2026年持平；所比较的各年合计仅7人，不足10人，基数过小，不作判定。",
        ),
        (
            {"is_by_denominator_alone": True, "official_verdict": "mixed"},
            f"2024至2026年有升有降；{HALF}，降幅超出逐年波动，可以认为向好；人数未降，率因分母增长而降。",
        ),
        (
            {"verdict_reason": "even_so_counted", "official_verdict": None},
            f"可比年度不足（连续3年），不适用逐年下降规则；{HALF}，降幅超出逐年波动，可以认为向好（其间口径改变，按同一口径差别只会更大）。",
        ),
        (
            {"is_to_date": True, "period_end": date(2026, 9, 30)},
            "2023至2025年逐年下降（无变化时也有14%的可能出现）；2024至2026年（末年为1至9月）的率为2021至2023年的0.50倍（95%区间0.30至0.80），降幅超出逐年波动，可以认为向好。",
        ),
        (
            {"rate_ratio": None, "events_before": 0.0, "events": 12.0, "statistical_verdict": "worsening", "official_verdict": "mixed"},
            "2024至2026年有升有降；2021至2023年没有发生，2024至2026年有12人，升幅超出逐年波动，可以认为恶化。",
        ),
        ({"statistical_verdict": None, "official_verdict": "mixed"}, "2024至2026年有升有降；金额不作统计判定。"),
    ],
)  # fmt: skip
def test_a_case_reads_as_it_should(changed: dict[str, object], words: str) -> None:
    assert sentence(**changed) == words


def test_where_more_is_better_a_rise_is_improving_and_said_as_a_rise() -> None:
    words = sentence(better="higher", official_verdict="rose_each_year", **RISEN)
    assert words.startswith("2024至2026年逐年上升；")
    assert "升幅超出逐年波动，可以认为向好" in words


@pytest.mark.parametrize("verdict", ["improving", "probably_improving", "no_clear_change", "probably_worsening", "worsening", "too_few", "too_short", "definition_changed"])  # fmt: skip
@pytest.mark.parametrize("official", ["fell_each_year", "rose_each_year", "level", "mixed", None])
def test_no_case_contradicts_itself(verdict: str, official: str | None) -> None:
    reasons = {"too_few": "few_events", "too_short": "no_years_before"}
    reasons |= {"definition_changed": "broken"}
    for lang in ("zh", "en"):
        said = sentence(
            lang,
            statistical_verdict=verdict,
            official_verdict=official,
            verdict_reason=reasons.get(verdict),
        )
        assert said.count("但") == said.count("虽") <= 1
        assert "{" not in said
        assert said.endswith(("。", "."))


def test_a_fall_to_nothing_has_a_ratio_of_zero() -> None:
    words = sentence(rate_ratio=0.0, rate_ratio_lower_95=0.0, rate_ratio_upper_95=0.2, events=0.0)
    assert "0.00倍（95%区间0.00至0.20）" in words


def test_a_limit_beside_one_is_not_rounded_to_it() -> None:
    words = sentence(
        statistical_verdict="worsening",
        rate_ratio=1.69,
        rate_ratio_lower_95=1.002,
        rate_ratio_upper_95=2.87,
    )
    assert "95%区间1.002至2.87" in words


def test_an_open_limit_is_said_as_one() -> None:
    words = sentence(
        statistical_verdict="worsening",
        rate_ratio=66.0,
        rate_ratio_lower_95=1.2,
        rate_ratio_upper_95=None,
    )
    assert "95%区间1.20以上" in words


def test_no_clear_change_is_not_said_to_have_fallen() -> None:
    words = sentence(statistical_verdict="no_clear_change", is_by_denominator_alone=True)
    assert "分母增长" not in words
