"""What lacks or may yet change is said of all that a span holds, whatever kind of span it is."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from analysis.base.places import own_id
from analysis.findings import Findings, plan_so_far, problems, year_to
from analysis.findings.behind import behind
from analysis.findings.findings import IndicatorFinding
from analysis.findings.gaps import lacking
from analysis.findings.hand_in_problems import missing as lacking_hand_ins
from analysis.findings.lacks import lacks, lacks_words
from analysis.findings.problems import _step, _targets
from analysis.findings.rates import Compared, Rate
from analysis.findings.span import Span
from analysis.findings.targets import state_of, target_counts, target_value
from analysis.findings.terms import terms, unsettled
from analysis.findings.to_date import ToDate
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
    return frame.with_columns(period_end="due_date", said=pl.lit("缺报"), status=pl.lit("missing"))


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
    assert said == "交管大队道路明细2份（2025年1至2月）；消防大队火灾统计1份（2025年）"
    assert lacks_words(of(PLAN, missing=rows.clear())) == ""


def test_of_many_who_lack_much_those_that_lack_most_are_named() -> None:
    rows = missing(
        *(
            ("甲表", f"{who}局", f"2025-0{n}", date(2025, 12, 10))
            for who in range(9)
            for n in range(1, who + 2)
        )
    )
    said = lacks_words(of(PLAN, missing=rows))
    assert said == "8局9份、7局8份、6局7份、5局6份、4局5份等9个单位"


def rates(*rows: tuple[str, date, list[str]]) -> pl.DataFrame:
    frame = pl.DataFrame(rows, ["period_kind", "period_end", "caveats"], orient="row")
    stock, waits = pl.lit(date(2023, 12, 31)), pl.lit(1)
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
            "2024年分母沿用2023年12月31日存量；2026年1至6月分母另有1份报送待核或被退回",
        ),
        (
            year_to(2026, 6),
            Rate(2026, date(2026, 6, 30), 1, 1, 1),
            "截至2026年6月的12个月分母由不同版本的核算数相加减而得",
        ),
        (
            Span("year", date(2024, 1, 1), date(2024, 12, 31)),
            Rate(2024, date(2024, 12, 31), 1, 1, 1),
            "2024年分母沿用2023年12月31日存量",
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


def target(**own: object) -> Any:
    row = {"name": "覆盖率", "kind": "percent", "status": "met", "reason": None, "unit": "%"}
    row |= {
        "value": 100.0,
        "numerator": 20.0,
        "denominator": 20.0,
        "threshold": 100.0,
        "operator": "=",
        "note": None,
        "departments": ["甲局"],
    }
    row |= {"period_end": date(2024, 12, 31), "due_date": date(2026, 12, 31), "source_form": "f"}
    return row | own


@pytest.mark.parametrize(
    ("own", "status"),
    [
        ({}, "已达到（数据停在2024年12月）"),
        ({"status": "behind"}, "进度滞后（数据停在2024年12月）"),
        ({"period_end": date(2026, 8, 31)}, "已达到"),
        ({"period_end": date(2026, 7, 31)}, "已达到（数据停在2026年7月）"),
        ({"kind": "milestone"}, "已达到"),  # what is built stays built
        ({"kind": "verdict", "status": "undecided", "reason": "years_too_few"}, "不能判定"),
        ({"kind": "verdict", "status": "undecided"}, "不能判定（数据停在2024年12月）"),
        ({"status": "no_data"}, "无数据"),
    ],
)
def test_a_standing_on_old_figures_says_where_they_stop(own: Any, status: str) -> None:
    assert state_of(of(PLAN), target(**own)) == status


def test_counts_of_targets_say_of_how_many_the_figures_stop() -> None:
    fresh = target(period_end=date(2026, 10, 31))
    counts = target_counts(of(PLAN), [target(), fresh, target(status="no_data")])
    assert counts == ("3项目标：已达到2项（其中1项数据停在三个月以前）、无数据1项")


def test_a_target_met_long_ago_of_which_nothing_came_since_is_a_problem_of_who_answers() -> None:
    phases = pl.DataFrame({"phase": ["evaluate"], "ends_on": [date(2026, 12, 31)]})
    fresh = target(period_end=date(2026, 10, 31))
    found = of(PLAN, targets=[target(), fresh, target(status="behind")], answers={})
    found.marts["plan_phases"] = phases  # type: ignore[index]
    late, stale = _targets(found)
    assert (stale.kind, stale.departments) == ("target_stale", ["甲局"])
    assert "100%（2024年12月）的数值，此后没有可用的数据" in stale.words
    assert "最近数值100%（2024年12月），此后没有可用的数据" in late.words


def test_targets_whose_figures_stopped_in_one_month_are_one_problem() -> None:
    phases = pl.DataFrame({"phase": ["evaluate"], "ends_on": [date(2026, 12, 31)]})
    behind = [target(status="behind", name=name, target_id=name) for name in ("甲率", "乙率")]
    later = target(status="behind", name="丙率", target_id="丙率", period_end=date(2026, 5, 31))
    found = of(PLAN, targets=[*behind, later], answers={})
    found.marts["plan_phases"] = phases  # type: ignore[index]
    together, alone = _targets(found)
    assert (together.kind, alone.kind) == ("targets_behind", "target_behind")
    assert together.words.startswith(
        "2个目标进度滞后，数据停在2024年12月，此后没有可用的数据：“甲率”"
    )
    assert "丙率" not in together.words
    assert together.action == "“甲率”、“乙率”：加快进度，到期前达到要求，按月报送数值"


def test_targets_that_stand_otherwise_are_not_told_as_one() -> None:
    phases = pl.DataFrame({"phase": ["evaluate"], "ends_on": [date(2026, 12, 31)]})
    late = target(name="甲率", target_id="甲率", reason="met_late")
    met = [target(name=name, target_id=name) for name in ("乙率", "丙率")]
    found = of(PLAN, targets=[late, *met], answers={})
    found.marts["plan_phases"] = phases  # type: ignore[index]
    said = [problem.words for problem in _targets(found)]
    assert [("甲率" in words, "到期时未达到" in words) for words in said] == [
        (True, True),
        (False, False),
    ]


def test_a_target_that_was_met_before_is_not_counted_by_days() -> None:
    phases = pl.DataFrame({"phase": ["evaluate"], "ends_on": [date(2026, 12, 31)]})
    dates = {"period_end": date(2026, 10, 31), "due_date": date(2025, 12, 31)}
    fell = target(status="overdue", reason="met_before", target_id="甲", **dates)
    found = of(PLAN, targets=[fell], answers={})
    found.marts["plan_phases"] = phases  # type: ignore[index]
    (told,) = _targets(found)
    assert "曾经达到，最近数值100%（2026年10月）又未达到" in told.words
    assert "天" not in told.words
    assert state_of(found, fell) == "逾期未达到（曾达到）"


@pytest.mark.parametrize(("denominator", "said"), [(4.0, "3/4＝75%"), (5.0, "75%"), (None, "75%")])
def test_a_percent_of_few_says_of_how_many(denominator: float | None, said: str) -> None:
    row = target(value=75.0, numerator=3.0, denominator=denominator)
    assert target_value(of(PLAN), row) == said


YEARS_OF_RATES = [
    # whose counts lack, whose denominators, who is asked
    ([["months_missing"], []], [1.0, 1.0], ["甲局"]),
    ([["period_incomplete"], []], [None, 1.0], ["乙局"]),
    ([["months_missing"], []], [None, 1.0], ["甲局", "乙局"]),
    ([[], []], [1.0, 1.0], ["甲局"]),
]


@pytest.mark.parametrize(("caveats", "over", "who"), YEARS_OF_RATES)
def test_who_gives_what_a_rate_lacks_is_asked_for_it(
    caveats: list[list[str]],
    over: list[float | None],
    who: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rates = pl.DataFrame(
        {
            "indicator_id": ROAD,
            "period_kind": ["year", "ytd"],
            "period_end": [date(2025, 12, 31), date(2026, 10, 31)],
            "numerator": [3.0, 2.0],
            "denominator": over,
            "caveats": caveats,
        },
        schema_overrides={"denominator": pl.Float64, "caveats": pl.List(pl.String)},
    )
    monkeypatch.setattr(problems, "reporters", lambda *_: ["甲局"])
    monkeypatch.setattr(problems, "givers", lambda *_: ["乙局"])
    indicator: Any = {"indicator_id": ROAD, "event_domain": "road"}
    found = IndicatorFinding(indicator, Compared(None, None, "unknown"), None, None, None)
    assert problems._lacking(of(PLAN, rates=rates), found, of_base=False) == who


def test_forms_that_lack_the_same_periods_are_told_together_and_once() -> None:
    days = [date(2025 + month // 12, month % 12 + 1, 28) for month in range(15)]
    rows = [
        (form, "应急局", f"{day:%Y-%m}", day) for form in ("事故台账", "执法月报") for day in days
    ]
    one = ("灾情统计", "应急局", "2025", date(2025, 12, 31))
    found = of(PLAN, missing=missing(*rows, one))
    found.marts["plan_phases"] = pl.DataFrame({"phase": ["evaluate"], "ends_on": [DAY]})  # type: ignore[index]
    (problem,) = lacking_hand_ins(found)
    forms = "事故台账、执法月报（2025年1月至2026年3月）；灾情统计（2025年）"
    assert problem.words == f"应急局缺报31份：{forms}"
    assert problem.action == "补报所缺的31份：事故台账、执法月报、灾情统计"


def with_phases(rows: pl.DataFrame) -> Findings:
    found = of(PLAN, missing=rows)
    found.marts["plan_phases"] = pl.DataFrame({"phase": ["evaluate"], "ends_on": [DAY]})  # type: ignore[index]
    return found


def test_what_came_before_its_end_is_to_be_handed_in_again_not_called_missing() -> None:
    rows = missing(("事故台账", "应急局", "2026-06", date(2026, 7, 10)))
    found = with_phases(rows.with_columns(status=pl.lit("early")))
    (problem,) = lacking_hand_ins(found)
    assert problem.words == "应急局1份报表期末前报送，数不全：事故台账（2026年6月）"
    assert problem.action == "期满后重报全期：事故台账1份"
    assert lacks_words(found) == "应急局事故台账1份（2026年6月，期末前报送，须重报）"


@pytest.mark.parametrize("status", ["held", "rejected"])
def test_what_waits_is_not_told_as_missing_too(status: str) -> None:
    rows = missing(("事故台账", "应急局", "2026-06", date(2026, 7, 10)))
    found = with_phases(rows.with_columns(status=pl.lit(status)))
    assert list(lacking_hand_ins(found)) == []
    assert lacks(found).height == 1


def test_what_many_lack_is_one_problem_and_the_box_says_only_how_many() -> None:
    day = date(2026, 7, 10)
    rows = missing(
        *(("月报", who, "2026-06", day) for who in ("甲局", "乙局", "丙局", "丁局", "戊局"))
    )
    found = with_phases(rows)
    (problem,) = lacking_hand_ins(found)
    assert problem.departments == ["甲局", "乙局", "丙局", "丁局", "戊局"]
    assert problem.action == "补报所缺的5份：甲局1份、乙局1份、丙局1份、丁局1份、戊局1份"
    assert lacks_words(found) == "甲局1份；乙局1份；丙局1份；丁局1份；戊局1份"


def test_rates_are_targets_so_what_they_rest_on_lacks_up_to_the_day_of_the_paper() -> None:
    forms = ["road", "gdp", "warnings", "disasters"]
    ends = [date(2026, 10, 31)] * 3 + [date(2026, 12, 31)]
    calendar = {"form": forms, "form_zh": forms, "period_end": ends}
    marts = Marts(
        stg_forms=pl.DataFrame({"form": forms, "event_domain": ["road", None, None, "road"]}),
        stg_feeds=pl.DataFrame({"form": ["gdp", "warnings"], "series": ["gdp_yuan", "warnings"]}),
        fct_hand_in_calendar=pl.DataFrame(calendar).with_columns(
            status=pl.lit("missing"),
            part=pl.lit(""),
            department=pl.lit("a"),
            department_zh=pl.lit("甲局"),
            reporting_region_id=pl.lit(own_id()),
        ),
        dim_department=pl.DataFrame({"name_zh": ["甲局"], "name_en": ["A"]}),
    )
    indicator: Any = {"event_domain": "road", "denominator_series": "gdp_yuan"}
    span = Span("year", date(2025, 1, 1), date(2025, 12, 31))
    found = lacking(marts, span, [indicator], "zh")  # type: ignore[arg-type]
    assert found["form"].to_list() == ["road", "gdp"]  # the year of disasters is not over


def test_domains_that_nobody_reported_are_told_together() -> None:
    def one(name: str, counted: ToDate | None) -> IndicatorFinding:
        indicator: Any = {"domain_zh": name, "event_domain": name}
        return IndicatorFinding(indicator, Compared(None, None, "unknown"), counted, None, None)

    until = ToDate(date(2026, 9, 30), 3.0, None)
    found = of(PLAN, of_indicators=[one("道路", None), one("火灾", until), one("自然灾害", None)])
    days = [date(2024, 1, 1), date(2025, 1, 1), date(2026, 1, 1)]
    files = [
        ("道路", days[0]),
        ("自然灾害", days[0]),
        *(("火灾", day) for day in (days[0], days[2])),
    ]
    found.marts["dim_hand_in"] = pl.DataFrame(  # type: ignore[index]
        {
            "event_domain": [domain for domain, _ in files],
            "is_in_force": True,
            "period_start": [day for _, day in files],
            "period_end": [date(day.year, 12, 31) for _, day in files],
        }
    )
    assert behind(found) == (
        "道路、自然灾害2025至2026年没有报送，没有计入；火灾2025年没有报送，没有计入；火灾报到2026年9月"
    )


@pytest.mark.parametrize(
    ("lacking", "verdict", "step"),
    [
        ("道路明细", "no_clear_change", "补报所缺的道路明细，补齐后再作判定"),
        ("火灾统计", "no_clear_change", "按月续报，继续观察"),
        ("火灾统计", "too_few", "续报数据，合并更多年份再作判定"),
        ("火灾统计", "too_short", "报齐可比年度的数据"),
    ],
)
def test_advice_on_a_rate_that_is_undecided_fits_the_reason(
    lacking: str, verdict: str, step: str
) -> None:
    rows = missing((lacking, "大队", "2026-01", date(2026, 2, 10))).with_columns(form="name")
    found = of(PLAN, missing=rows)
    forms = {"form": ["道路明细", "火灾统计"], "event_domain": ["road", "fire"]}
    found.marts["stg_forms"] = pl.DataFrame(forms)  # type: ignore[index]
    indicator, judged = {"event_domain": "road"}, {"statistical_verdict": verdict}
    compared = Compared(None, None, "unknown")
    one: Any = IndicatorFinding(indicator, compared, None, judged, None)  # type: ignore[arg-type]
    assert _step(found, one) == step
