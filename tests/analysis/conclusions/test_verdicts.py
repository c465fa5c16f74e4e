"""Known series give known verdicts, and chance alone gives them as often as theory says."""

from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest
from scipy.stats import binom, binomtest

from analysis.base.settings import PROJECT
from analysis.conclusions.verdicts import chance_of_fall, official_verdict
from analysis.conclusions.yearly import conclude
from analysis.statistics import rate_ratio

SETTINGS = dict(pl.read_csv(PROJECT / "seeds/settings.csv").select("setting", "value").iter_rows())
EXPOSURE = 100_000.0


def years(counts: Sequence[int], first: int = 2016) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "indicator_id": "x",
            "region_id": "r",
            "year": range(first, first + len(counts)),
            "is_number_of_events": True,
            "better": "lower",
            "numerator": [float(count) for count in counts],
            "denominator": EXPOSURE,
            "rate": [count / EXPOSURE for count in counts],
            "segment": "all",
        }
    )


def ratios(series: pl.DataFrame) -> pl.DataFrame:
    """Three years over the three before, for every year that has both."""
    rows = []
    counts = series["numerator"].to_list()
    for at in range(5, len(counts)):
        now, before = sum(counts[at - 2 : at + 1]), sum(counts[at - 5 : at - 2])
        pair = (now, 3 * EXPOSURE, before, 3 * EXPOSURE)
        both = rate_ratio(*pair, alternative="smaller").row(0, named=True)
        larger = rate_ratio(*pair, alternative="larger")["p_value"][0]
        rows.append(
            {
                "indicator_id": "x", "region_id": "r", "year": series["year"][at],
                "ratio": both["ratio"], "lower_95": both["lower"], "upper_95": both["upper"],
                "p_smaller": both["p_value"], "p_larger": larger,
            }
        )  # fmt: skip
    schema = {"indicator_id": pl.String, "region_id": pl.String, "year": pl.Int64}
    return pl.DataFrame(rows, schema_overrides=schema) if rows else _no_ratios()


def _no_ratios() -> pl.DataFrame:
    names = ("ratio", "lower_95", "upper_95", "p_smaller", "p_larger")
    keys = {"indicator_id": pl.String, "region_id": pl.String, "year": pl.Int64}
    return pl.DataFrame(schema=keys | dict.fromkeys(names, pl.Float64))


def last(counts: Sequence[int]) -> dict[str, object]:
    series = years(counts)
    return conclude(series, ratios(series), SETTINGS).row(-1, named=True)


@pytest.mark.parametrize(
    ("counts", "official", "verdict"),
    [
        ([20, 21, 19, 20, 15, 12, 8, 6], "fell_each_year", "improving"),
        ([12, 11, 13, 12, 12, 12], "level", "no_clear_change"),
        ([14, 13, 12, 13, 12, 11], "fell_each_year", "no_clear_change"),
        ([16, 14, 15, 12, 11, 10], "fell_each_year", "probably_improving"),
        ([8, 7, 8, 14, 17, 20], "rose_each_year", "worsening"),
        ([1, 0, 2, 1, 0, 1], "mixed", "too_few"),
        ([0, 0, 0, 0, 0, 0], "level", "too_few"),
        ([20, 18, 16], "fell_each_year", "too_short"),
    ],
)
def test_known_series(counts: list[int], official: str, verdict: str) -> None:
    row = last(counts)
    assert (row["official_verdict"], row["statistical_verdict"]) == (official, verdict)


def test_the_sentence_says_how_often_chance_does_the_same() -> None:
    sentence = last([14, 13, 12, 13, 12, 11])["sentence_zh"]
    assert sentence.startswith(
        "近三年逐年下降；但变化在随机波动范围之内（无变化时也有13%的可能出现）"
    )


def test_no_year_is_compared_across_a_change_of_definition() -> None:
    series = years([30] * 6 + [10] * 3).with_columns(
        segment=pl.Series(["old"] * 6 + [None] + ["new"] * 2)
    )
    rows = conclude(series, _no_ratios(), SETTINGS)
    assert rows["trend_points"].to_list()[-3:] == [None, None, None]
    assert rows["statistical_verdict"].to_list()[-3:] == [
        "definition_changed",
        "too_short",
        "too_short",
    ]
    assert "统计口径在本年内改变" in rows["sentence_zh"][6]


def test_a_trend_over_few_years_is_marked_and_one_of_money_has_no_verdict() -> None:
    row = last([20, 18, 16, 14, 12])
    assert (row["trend_points"], row["is_low_power"]) == (5, True)
    money = years([5, 4, 3]).with_columns(is_number_of_events=pl.lit(False))
    row = conclude(money, _no_ratios(), SETTINGS).row(-1, named=True)
    assert (row["official_verdict"], row["statistical_verdict"]) == ("fell_each_year", None)


@pytest.mark.parametrize(
    ("mean", "chance"), [(1, 0.05), (3, 0.09), (8, 0.12), (12, 0.13), (20, 0.14), (100, 0.15)]
)
def test_the_chance_of_a_fall_by_luck(mean: float, chance: float) -> None:
    assert chance_of_fall([mean] * 3, [1] * 3) == pytest.approx(chance, abs=0.005)


def test_the_chance_of_a_fall_is_that_of_drawn_series() -> None:
    dice = np.random.default_rng(1)
    exposure = np.array([1.0, 1.1, 1.3])
    drawn = dice.poisson(7 * exposure, size=(200_000, 3)) / exposure
    falls = (np.diff(drawn) < 0).all(axis=1).mean()
    means = 7 * exposure
    assert chance_of_fall(means, exposure) == pytest.approx(falls, abs=0.004)


def test_official_words() -> None:
    assert official_verdict([3, 2, 1]) == "fell_each_year"
    assert official_verdict([0, 0, 0]) == "level"
    assert official_verdict([3, None, 1]) is None


def _size(total: int, share: float, level: float) -> float:
    """Chance that a conditional test of nothing changed rejects towards a fall."""
    counts = np.arange(total + 1)
    return float(binom.pmf(counts, total, share)[binom.cdf(counts, total, share) <= level].sum())


@pytest.mark.slow
def test_false_improvements_come_as_often_as_theory_says() -> None:
    dice = np.random.default_rng(2024)
    found, expected = 0, []
    for _ in range(200):
        counts = dice.poisson(12, 6)
        found += last(counts.tolist())["statistical_verdict"] == "improving"
        expected.append(_size(int(counts.sum()), 0.5, 0.025))
    assert binomtest(found, 200, float(np.mean(expected))).pvalue > 0.01
