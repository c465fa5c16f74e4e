"""How an indicator stands, in a sentence."""

from analysis.marts.code_names import name_of
from analysis.marts.rows import IndicatorRow
from analysis.messages.numbers import number, short
from analysis.report.edition import Edition, YearRow


def standing(edition: Edition, indicator: IndicatorRow) -> str:
    """Rate of the year, its limits, how it changed and what follows; or why there is none."""
    row, name, year = edition.year_of(indicator), edition.text(indicator), edition.year
    if row is None or row["rate"] is None:
        why = edition.why_unknown(row)
        return edition.say("standing_unknown", name=name, year=year, why=why)
    decimals, judged = indicator["decimals"], edition.verdict_of(indicator)
    verdict = judged["statistical_verdict"] if judged else None
    verdict_words = edition.say("no_verdict")
    if verdict:
        verdict_words = name_of("statistical_verdict", verdict, edition.lang)
    return edition.say(
        "standing",
        name=name,
        year=year,
        rate=number(row["rate"], decimals),
        unit=edition.text(indicator, "unit"),
        count=short(row["numerator"]),
        lower=number(row["rate_lower_95"], decimals),
        upper=number(row["rate_upper_95"], decimals),
        change=_change(edition, row, decimals),
        verdict=verdict_words,
        sentence=judged["sentence"] if judged else "",
    )


def _change(edition: Edition, row: YearRow, decimals: int) -> str:
    """How the rate of `row`, which is known, stands to that of the year before."""
    before, rate, change = row["prior_year_rate"], row["rate"] or 0.0, row["change_pct"]
    if before is None:
        return edition.say("change_unknown")
    if before == 0:
        return edition.say("change_from_zero")
    if change is None:
        return edition.say("change_defined_anew")
    if rate == before:
        return edition.say("change_none")
    code = "change_fell" if rate < before else "change_rose"
    return edition.say(code, before=number(before, decimals), pct=number(abs(change), 1))
