"""Everything that is concluded of each indicator and region at the end of each year."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

import polars as pl

from analysis.conclusions.verdicts import (
    Evidence,
    OfficialVerdict,
    Thresholds,
    Verdict,
    chance_of_fall,
    official_verdict,
    statistical_verdict,
)
from analysis.messages import Lang, say
from analysis.statistics.trend import mann_kendall, poisson_trend

SCHEMA = {
    "indicator_id": pl.String,
    "region_id": pl.String,
    "year": pl.Int64,
    "official_verdict": pl.String,
    "official_rates": pl.Int64,
    "official_chance": pl.Float64,
    "trend_points": pl.Int64,
    "first_trend_year": pl.Int64,
    "annual_change_pct": pl.Float64,
    "annual_change_lower_95": pl.Float64,
    "annual_change_upper_95": pl.Float64,
    "annual_change_p": pl.Float64,
    "dispersion": pl.Float64,
    "trend_model": pl.String,
    "is_low_power": pl.Boolean,
    "mann_kendall_s": pl.Int64,
    "mann_kendall_p": pl.Float64,
    "sen_slope": pl.Float64,
    "events_six_years": pl.Float64,
    "statistical_verdict": pl.String,
    "sentence_zh": pl.String,
    "sentence_en": pl.String,
}
_STOPS: tuple[tuple[Lang, str], ...] = (("zh", "。"), ("en", "."))
_YEARS_ZH = {2: "两", 3: "三", 4: "四", 5: "五"}
_NO_TREND = {
    "trend_points": None,
    "first_trend_year": None,
    "annual_change_pct": None,
    "annual_change_lower_95": None,
    "annual_change_upper_95": None,
    "annual_change_p": None,
    "dispersion": None,
    "trend_model": None,
    "is_low_power": None,
    "mann_kendall_s": None,
    "mann_kendall_p": None,
    "sen_slope": None,
}


def conclude(
    years: pl.DataFrame, ratios: pl.DataFrame, settings: Mapping[str, float]
) -> pl.DataFrame:
    """One row an indicator, region and year that has a rate.

    Args:
        years: yearly rates with indicator_id, region_id, year, numerator, denominator, rate,
            is_number_of_events, better and segment (years of one segment are counted alike; a year within
            which the count changed has none).
        ratios: exact ratio of three years to the three before, with indicator_id, region_id,
            year, ratio, lower_95, upper_95, p_smaller, p_larger.
        settings: the settings seed.
    """
    by_key = {
        (row["indicator_id"], row["region_id"], row["year"]): row
        for row in ratios.iter_rows(named=True)
    }
    rows: list[dict[str, Any]] = []
    for (indicator, region), series in years.sort("year").group_by(
        ["indicator_id", "region_id"], maintain_order=True
    ):
        points = list(series.iter_rows(named=True))
        for point in points:
            key = (indicator, region, point["year"])
            rows.append(_conclude_one(point, points, by_key.get(key), settings))
    return pl.DataFrame(rows, schema=SCHEMA)


def _conclude_one(
    point: dict[str, Any],
    points: list[dict[str, Any]],
    ratio: dict[str, Any] | None,
    settings: Mapping[str, float],
) -> dict[str, Any]:
    alike = [
        p
        for p in points
        if p["year"] <= point["year"]
        and p["segment"] == point["segment"]
        and p["segment"] is not None
    ]
    official = _official(point, alike, int(settings["official_rule_rates"]))
    key = {name: point[name] for name in ("indicator_id", "region_id", "year")}
    if not point["is_number_of_events"]:  # money is no count: no test fits it
        words = {
            f"sentence_{lang}": _official_words(official, lang) + stop for lang, stop in _STOPS
        }
        nothing = {"events_six_years": None, "statistical_verdict": None}
        return key | official | _NO_TREND | nothing | words
    trend = _trend(point, alike, settings)
    six = [p["numerator"] for p in alike if p["year"] > point["year"] - 6]
    evidence = Evidence(
        events=sum(six),
        ratio=ratio["ratio"] if ratio else None,
        ratio_lower=ratio["lower_95"] if ratio else None,
        ratio_upper=ratio["upper_95"] if ratio else None,
        p_smaller=ratio["p_smaller"] if ratio else None,
        p_larger=ratio["p_larger"] if ratio else None,
        trend_points=trend["trend_points"],
        trend_lower=trend["annual_change_lower_95"],
        trend_upper=trend["annual_change_upper_95"],
        better=point["better"],
        is_broken=point["segment"] is None,
    )
    thresholds = Thresholds(
        settings["few_deaths"],
        settings["likely_p"],
        settings["low_power_points"],
    )
    verdict = statistical_verdict(evidence, thresholds)
    about = (official, verdict, evidence, len(six))
    words = {f"sentence_{lang}": _sentence(*about, lang) for lang in get_args(Lang)}
    found = {"events_six_years": evidence.events, "statistical_verdict": verdict}
    return key | official | trend | found | words


def _official(point: dict[str, Any], alike: list[dict[str, Any]], wanted: int) -> dict[str, Any]:
    last = [p for p in alike if p["year"] > point["year"] - wanted]
    if len(last) < wanted:
        return {"official_verdict": None, "official_rates": len(last), "official_chance": None}
    chance = None
    if point["is_number_of_events"]:
        chance = chance_of_fall([p["numerator"] for p in last], [p["denominator"] for p in last])
    verdict = official_verdict([p["rate"] for p in last])
    return {"official_verdict": verdict, "official_rates": wanted, "official_chance": chance}


def _trend(
    point: dict[str, Any], alike: list[dict[str, Any]], settings: Mapping[str, float]
) -> dict[str, Any]:
    used = [p for p in alike if p["year"] > point["year"] - settings["trend_years"]]
    counts = [p["numerator"] for p in used]
    if len(used) < settings["trend_min_points"] or sum(counts) == 0:
        return _NO_TREND
    years = [p["year"] for p in used]
    fit = poisson_trend(counts, [p["denominator"] for p in used], years)
    rank = mann_kendall([p["rate"] for p in used])
    return {
        "trend_points": fit.n,
        "first_trend_year": years[0],
        "annual_change_pct": fit.annual_pct_change,
        "annual_change_lower_95": fit.lower,
        "annual_change_upper_95": fit.upper,
        "annual_change_p": fit.p,
        "dispersion": max(fit.dispersion, 1.0),
        "trend_model": "quasi-Poisson" if fit.is_overdispersed else "Poisson",
        "is_low_power": fit.n < settings["low_power_points"],
        "mann_kendall_s": int(rank.s),
        "mann_kendall_p": rank.p if rank.p_exact is None else rank.p_exact,
        "sen_slope": rank.slope,
    }


def _official_words(official: dict[str, Any], lang: Lang) -> str:
    years = official["official_rates"]
    if official["official_verdict"] is None:
        return say("official_unknown", lang, years=years)
    words = {"years": years, "years_zh": _YEARS_ZH.get(years, years)}
    return say(f"official_{official['official_verdict']}", lang, **words)


def _sentence(
    official: dict[str, Any],
    verdict: Verdict,
    evidence: Evidence,
    years: int,
    lang: Lang,
) -> str:
    """What can and what cannot be concluded, in one sentence."""
    if verdict is Verdict.DEFINITION_CHANGED:
        return say(f"verdict_{verdict}", lang)
    words = _official_words(official, lang)
    if verdict in (Verdict.TOO_FEW, Verdict.TOO_SHORT):
        about = say(f"verdict_{verdict}", lang, events=f"{evidence.events:g}", years=years)
        return say("sentence", lang, official=words, statistical=about)
    chance, link = "", "sentence"
    is_sure = verdict in (Verdict.IMPROVING, Verdict.WORSENING)
    if not is_sure and official["official_verdict"] is OfficialVerdict.FELL_EACH_YEAR:
        chance = say("chance_of_fall", lang, pct=f"{100 * official['official_chance']:.0f}")
        link = "sentence_but"
    shown = _evidence_words(evidence, lang)
    about = say(f"verdict_{verdict}", lang, chance=chance, evidence=shown)
    return say(link, lang, official=words, statistical=about)


def _evidence_words(evidence: Evidence, lang: Lang) -> str:
    parts = list(_evidence_parts(evidence, lang))
    return say("evidence_link", lang).join(parts) if parts else say("evidence_none", lang)


def _evidence_parts(evidence: Evidence, lang: Lang) -> Iterator[str]:
    if evidence.ratio is not None:
        figures = (evidence.ratio, evidence.ratio_lower, evidence.ratio_upper)
        ratio, lower, upper = (f"{figure:.2f}" for figure in figures)
        yield say("evidence_ratio", lang, ratio=ratio, lower=lower, upper=upper)
    if evidence.trend_upper is not None:
        lower, upper = f"{evidence.trend_lower:+.1f}", f"{evidence.trend_upper:+.1f}"
        yield say("evidence_trend", lang, years=evidence.trend_points, lower=lower, upper=upper)
