"""What lacks or may yet change is said of all that a span holds, whatever kind of span it is."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from analysis.base.places import own_id
from analysis.findings import Findings, plan_so_far, year_to
from analysis.findings.findings import IndicatorFinding
from analysis.findings.lacks import lacks, lacks_words
from analysis.findings.rates import Compared, Rate
from analysis.findings.span import Span
from analysis.findings.terms import terms, unsettled
from analysis.messages import Lang

DAY = date(2026, 11, 30)
PLAN = Span("plan", date(2024, 1, 1), date(2026, 10, 31))
ROAD = "road_deaths_per_10k_vehicles"


class Marts(dict[str, pl.DataFrame]):
    """Frames by hand in place of a build."""

    as_of = DAY

    def table(self, _schema: str, name: str) -> pl.DataFrame:
        return self[name]


def of(span: Span, lang: Lang = "zh", **found: Any) -> Findings:
    findings = Findings(Marts(), span, lang)  # type: ignore[arg-type]
    findings.__dict__.update(found)
    return findings


def missing(*rows: tuple[str, str, str, date]) -> pl.DataFrame:
    columns = ["name", "department", "period", "due_date"]
    frame = pl.DataFrame(rows, columns, orient="row")
    return frame.with_columns(period_end="due_date", said=pl.lit("缺报"))


def test_the_plan_reaches_to_the_last_month_that_was_due_though_nothing_came() -> None:
    calendar = [
        (date(2024, 12, 31), date(2025, 1, 10)),
        (date(2026, 10, 31), date(2026, 11, 10)),
        (date(2026, 11, 30), date(2026, 12, 10)),
    ]
    judged = {"indicator_id": [ROAD], "period_end": [date(2024, 12, 31)], "region_id": [own_id()]}
    indicator = {"indicator_id": [ROAD], "is_plan_indicator": [True], "event_domain": ["road"]}
    domains = {"event_domain": ["road"], "name_zh": ["道路交通"], "name_en": ["Road"]}
    marts = Marts(
        plan_phases=pl.DataFrame({"ends_on": [date(2026, 12, 31)]}),
        event_domains=pl.DataFrame(domains),
        dim_indicator=pl.DataFrame(indicator),
        fct_verdicts=pl.DataFrame(judged),
        fct_hand_in_calendar=pl.DataFrame(calendar, ["period_end", "due_date"], orient="row"),
    )
    assert plan_so_far(marts).end == date(2026, 10, 31)  # type: ignore[arg-type]


def test_who_lacks_what_is_said_with_how_many_and_from_when_to_when() -> None:
    rows = missing(
        ("火灾统计", "消防大队", "2025", date(2026, 1, 10)),
        ("道路明细", "交管大队", "2025-01", date(2025, 2, 10)),
        ("道路明细", "交管大队", "2025-02", date(2025, 3, 10)),
        ("道路明细", "交管大队", "2026-11", date(2026, 12, 10)),
    )
    found = of(PLAN, missing=rows)
    assert lacks(found).height == 3  # one is not due
    said = lacks_words(found)
    assert said == "交管大队道路明细2份（2025-01至2025-02）；消防大队火灾统计1份（2025）"
    assert lacks_words(of(PLAN, missing=rows.clear())) == ""


def rates(*rows: tuple[str, date, list[str]]) -> pl.DataFrame:
    frame = pl.DataFrame(rows, ["period_kind", "period_end", "caveats"], orient="row")
    stock, waits = pl.lit("2023-12-31"), pl.lit(1)
    return frame.with_columns(
        indicator_id=pl.lit(ROAD), stock_date=stock, denominator_files_waiting=waits
    )


ROWS = rates(
    ("year", date(2023, 12, 31), ["denominator_preliminary"]),
    ("year", date(2024, 12, 31), ["stock_carried_forward", "defined_anew"]),
    ("year", date(2025, 12, 31), ["denominator_final"]),
    ("r12m", date(2026, 6, 30), ["denominator_mixed"]),
    ("ytd", date(2026, 6, 30), ["denominator_files_waiting", "period_incomplete"]),
    ("year", date(2026, 12, 31), ["denominator_preliminary", "period_not_over"]),
)


@pytest.mark.parametrize(
    ("span", "now", "said"),
    [
        (
            PLAN,
            Rate(2024, date(2026, 6, 30), 1, 1, 1),
            "2024年分母沿用2023-12-31存量；2026年1至6月分母另有1份报送待核",
        ),
        (
            year_to(2026, 6),
            Rate(2026, date(2026, 6, 30), 1, 1, 1),
            "截至2026年6月的12个月分母由不同版本的核算数相加减而得",
        ),
        (
            Span("year", date(2024, 1, 1), date(2024, 12, 31)),
            Rate(2024, date(2024, 12, 31), 1, 1, 1),
            "2024年分母沿用2023-12-31存量",
        ),
        (PLAN, Rate(2024, date(2026, 6, 30), 1, 1, None), ""),
        (PLAN, None, ""),
    ],
)
def test_what_a_rate_rests_on_is_said_of_every_year_and_month_in_it(
    span: Span, now: Rate | None, said: str
) -> None:
    indicator: Any = {"indicator_id": ROAD}
    found = IndicatorFinding(indicator, Compared(now, None, "unknown"), None, None, None)
    findings = of(span, rates=ROWS)
    assert unsettled(findings, found) == said
    if span.kind == "plan":
        assert terms(findings, found) == said
