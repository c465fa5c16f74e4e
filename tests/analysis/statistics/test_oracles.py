"""Our functions give the figures of other people's tests and programs (`tests/oracles`)."""

import csv
import json
import math
import warnings
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import poisson_means_test

from analysis.statistics import (
    assurance,
    back_fill,
    cochran_armitage,
    empirical_bayes,
    funnel_limits,
    funnel_significance,
    mann_kendall,
    poisson_trend,
    rate_limits,
    rate_ratio,
    seven_on_one_side,
    seven_point_trend,
    spc_limits,
    trend_marker,
    two_in_three,
)

_SIGNIFICANCE = {
    "Low (0.001)": "low_998", "Low (0.025)": "low_95", "Not significant": "not_significant",
    "High (0.025)": "high_95", "High (0.001)": "high_998",
}  # fmt: skip
ORACLES = Path(__file__).parents[2] / "oracles"
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    with (ORACLES / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def number(text: str) -> float | None:
    return float(text) if text else None


def series(name: str) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows(name):
        grouped[row["case_id"]].append(row)
    return grouped


def agree(found: float | None, row: Row, column: str, about: object) -> None:
    expected = number(row[column])
    if expected is None:
        return
    rtol, atol = number(row.get("rtol", "")) or 0.0, number(row.get("atol", "")) or 1e-15
    assert found is not None, about
    assert math.isclose(found, expected, rel_tol=rtol, abs_tol=atol), (about, found, expected)


def column_of(part: Iterable[Row], name: str) -> list[float | None]:
    return [number(row[name]) for row in part]


@pytest.mark.parametrize(
    "row",
    rows("rate_intervals"),
    ids=lambda row: f"{row['count']}/{row['denominator']}-{row['confidence']}",
)
def test_rate_intervals(row: Row) -> None:
    args = (float(row[name]) for name in ("count", "denominator", "per", "confidence"))
    found = rate_limits(*args, row["method"]).row(0, named=True)
    for name in ("rate", "lower", "upper"):
        agree(found[name], row | {"rtol": "1e-9"}, name, name)


def test_limits_of_rates() -> None:
    methods = {"exact_garwood": "exact", "byar": "byars"}
    # minimum-likelihood limits are in no kept library and not used here
    for row in [row for row in rows("stats_rate_ci") if row["method"] != "exact_minlike"]:
        method = methods.get(row["method"], row["method"])
        args = (float(row[name]) for name in ("count", "exposure", "multiplier", "confidence"))
        found = rate_limits(*args, method).row(0, named=True)
        for name, column in (("rate", "value"), ("lower", "lower"), ("upper", "upper")):
            agree(found[name], row, column, (row["id"], name))


@pytest.mark.parametrize("row", rows("stats_rate_ratio"), ids=lambda row: row["id"])
def test_ratios_of_rates(row: Row) -> None:
    counts = [float(row[name]) for name in ("count1", "exposure1", "count2", "exposure2")]
    if row["method"].startswith("etest_scipy"):
        whole = [int(counts[0]), counts[1], int(counts[2]), counts[3]]
        found = poisson_means_test(*whole, alternative=row["alternative"]).pvalue
        return agree(found, row, "p_value", row["id"])
    if row["method"] == "midp_conditional":  # its limits are in no kept library, only its p
        sides = [
            rate_ratio(*counts, alternative=side, method="cond-midp")
            for side in ("larger", "smaller")
        ]
        return agree(2 * min(side["p_value"][0] for side in sides), row, "p_value", row["id"])
    method = {"score_ci": "score", "mover_jeffreys": "mover"}
    found = rate_ratio(
        *counts,
        number(row["confidence"]) or 0.95,
        number(row["null_ratio"]),
        row["alternative"],
        method.get(row["method"], row["method"]),
    ).row(0, named=True)
    for name in ("ratio", "lower", "upper", "p_value"):
        agree(found[name], row, name, (row["id"], name))
    return None


def test_funnels() -> None:
    for row in rows("stats_funnel"):
        events = float(row["events"])
        confidence = number(row["confidence"])
        match row["kind"]:
            case "rate_limit" | "ratio_limit":
                per = 1e5 if row["kind"] == "rate_limit" else 1
                baseline, years = number(row["baseline"]) or 100, number(row["years"]) or 1
                found = funnel_limits(events, baseline, per, years, confidence, by="events")
                pairs = {
                    "lower": "lower_limit",
                    "upper": "upper_limit",
                    "lower_expected": "lower_expected",
                    "upper_expected": "upper_expected",
                    "lower_population": "lower_population_1yr",
                    "upper_population": "upper_population_1yr",
                }
            case "sr_limit":
                found = funnel_limits(events, confidence=confidence)
                pairs = {"lower": "lower_limit", "upper": "upper_limit"}
            case _:
                share = number(row["population"] or "0") / 1e5 * (number(row["baseline"]) or 0)
                expected = number(row["lower_expected"]) or share
                found = funnel_significance(events, expected)[0]
                assert found == _SIGNIFICANCE[row["significance"]], row["id"]
                continue
        for name, column in pairs.items():
            agree(found[name][0], row, column, (row["id"], name))


_POISSON = {
    "pearson_chi2_over_df": "dispersion", "apc_lower_wald95": "apc_lower",
    "apc_upper_wald95": "apc_upper",
}  # fmt: skip
_QUASI = {"se_slope": "quasi_se_slope", "t": "quasi_t", "p": "quasi_p"}
_CONSTANT = {"chi2": "constant_chi2", "df": "constant_df", "p_upper": "constant_p"}
_RANK = {"S": "s", "var_S": "var_s", "p_two_sided": "p"}
_RANK_METHODS = {
    "mann_kendall_original": ("original", {}), "sens_slope": ("original", {}),
    "seasonal_sens_slope12": ("seasonal", {"period": 12}),
    "seasonal_mk_period12": ("seasonal", {"period": 12}),
    "hamed_rao_lag3": ("hamed_rao", {"lag": 3}), "yue_wang_lag1": ("yue_wang", {"lag": 1}),
}  # fmt: skip


@pytest.mark.parametrize(
    "row",
    rows("stats_trend_expected"),
    ids=lambda r: f"{r['case_id']}-{r['method']}-{r['statistic']}",
)
def test_trends(row: Row) -> None:
    points = series("stats_trend_series")[row["case_id"]]
    t, count, exposure, value, lower, upper = (
        column_of(points, name) for name in ("t", "count", "exposure", "value", "lower", "upper")
    )
    name, method = row["statistic"], row["method"]
    if method in ("poisson_regression", "dispersion_trend_model"):
        found = getattr(poisson_trend(count, exposure, t), _POISSON.get(name, name))
    elif method == "quasipoisson_regression":
        found = getattr(poisson_trend(count, exposure, t), _QUASI[name])
    elif method == "dispersion_constant_rate":
        found = getattr(poisson_trend(count, exposure, t), _CONSTANT[name])
    elif method in ("mann_kendall_rate", "sens_slope_rate"):
        rates = [x / n for x, n in zip(count, exposure, strict=True)]
        found = getattr(mann_kendall(rates), _RANK.get(name, name))
    elif method == "cochran_armitage":
        whole = [round(n * 1000) if n < 1000 else round(n) for n in exposure]
        found = getattr(cochran_armitage(count, whole, t), name)
    elif method == "negative_binomial":
        found = _negative_binomial(t, count, exposure)[name]
    elif method.startswith("fingertips"):
        kind = "logistic" if "logistic" in method else "weighted"
        marker = trend_marker(t, value, lower, upper, count, exposure, kind)
        if name in ("recent_trend", "reason"):
            assert (marker.trend if name == "recent_trend" else marker.reason) == row["expected"]
            return
        found = getattr(marker, name)
    else:
        rank, options = _RANK_METHODS.get(method, (method, {}))
        found = getattr(mann_kendall(value, rank, **options), _RANK.get(name, name))
    agree(found, row, "expected", row["case_id"])


def _negative_binomial(
    t: list[float], count: list[float], exposure: list[float]
) -> dict[str, float]:
    """For notebooks: statsmodels itself; the warehouse uses the quasi-Poisson scale."""
    import statsmodels.api as sm
    from statsmodels.tools.sm_exceptions import ConvergenceWarning, HessianInversionWarning

    design = sm.add_constant(np.array(t) - t[0])
    model = sm.NegativeBinomial(np.array(count), design, exposure=np.array(exposure))
    with (
        warnings.catch_warnings()
    ):  # it stops within the tolerance of the oracles, short of its own
        warnings.simplefilter("ignore", ConvergenceWarning)
        warnings.simplefilter("ignore", HessianInversionWarning)
        fit = model.fit(disp=False, maxiter=500, method="bfgs", gtol=1e-9)
    theta = 1 / fit.params[-1]
    family = sm.families.NegativeBinomial(alpha=fit.params[-1])
    glm = sm.GLM(np.array(count), design, family=family, exposure=np.array(exposure)).fit(tol=1e-12)
    return {"theta": theta, "slope_log": glm.params[1], "se_slope": glm.bse[1]}


@pytest.mark.parametrize("case", series("stats_spc_limits"))
def test_process_limits(case: str) -> None:
    points = series("stats_spc_limits")[case]
    kind = points[0]["chart"]
    inside = [
        row["in_baseline"] in ("", "True") and row["included"] in ("", "True") for row in points
    ]
    options = (
        {"exposure": column_of(points, "denominator"), "multiplier": 50} if kind == "u" else {}
    )
    found = spc_limits(
        column_of(points, "numerator"),
        kind.split("_")[0],
        baseline=inside,
        screen="screen" in kind,
        **options,
    )
    for row, limits in zip(points, found.iter_rows(named=True), strict=True):
        for name in ("plotted", "centre", "lower", "upper", "near_lower", "near_upper"):
            agree(limits[name], row | {"atol": "1e-12"}, name, (case, row["index"], name))


@pytest.mark.parametrize("row", rows("stats_spc_rules"), ids=lambda row: row["id"])
def test_process_rules(row: Row) -> None:
    given, expected = json.loads(row["input"]), json.loads(row["expected"])
    rule = row["rule"].split("(")[0]
    if rule == "two_in_three":
        assert two_in_three(given, json.loads(row["input2"])) == expected
    elif rule == "assurance":
        better = "lower" if "decrease" in row["rule"] else "higher"
        assert assurance(*given, 4, better) == expected
    else:
        rules = {
            "seven_on_one_side": seven_on_one_side,
            "seven_point_trend": seven_point_trend,
            "back_fill_seven": back_fill,
        }
        assert rules[rule](given) == expected


def test_empirical_bayes() -> None:
    areas = rows("stats_eb_smoothing")
    found = empirical_bayes(column_of(areas, "count"), column_of(areas, "exposure"))["eb_rate"]
    for row, rate in zip(areas, found, strict=True):
        agree(rate, row | {"rtol": "1e-6"}, "eb_rate", row["id"])
