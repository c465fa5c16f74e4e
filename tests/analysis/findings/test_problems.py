"""Whatever the data show to be wrong names who is to mend it."""

from datetime import date

import polars as pl
import pytest

from analysis.base.places import own_id
from analysis.findings import Findings, hand_in_problems, problems
from analysis.findings.givers import reporters
from analysis.findings.problem import report_due
from analysis.marts import Snapshot
from analysis.marts.rows import SignalEpisodeRow
from analysis.marts.signal_words import episode_words
from tests.conftest import Published


@pytest.fixture
def findings(published: Published) -> Findings:
    """Of a snapshot of its own, whose frames a test may set."""
    return Findings.of_year(Snapshot(published.data), 2023)


def test_of_accidents_that_nobody_handed_in_the_form_says_who_is_to(findings: Findings) -> None:
    handed_in = findings.marts["dim_hand_in"]
    findings.marts._frames["dim_hand_in"] = handed_in.clear()
    assert reporters(findings, "road") == ["交管大队"]
    assert reporters(findings, "disaster") == ["应急管理局"]
    others = handed_in.filter(event_domain="road").with_columns(department_zh=pl.lit("某大队"))
    findings.marts._frames["dim_hand_in"] = others
    assert reporters(findings, "road") == ["某大队"]


def test_who_hands_in_the_accidents_of_an_open_signal_looks_into_it(findings: Findings) -> None:
    row = {"series": "road_deaths", "region_id": own_id(), "state": "open", "level": "red"}
    row["start_period_end"] = date(2023, 5, 31)
    findings.__dict__["signals"] = [row]
    (found,) = problems._signals(findings)
    assert (found.kind, found.departments, found.by) == ("signal", ["交管大队"], None)
    since = date(2023, 6, 30)
    findings.__dict__["signals"].append(
        row | {"series": "road_injuries", "start_period_end": since}
    )
    (found,) = problems._signals(findings)
    assert "（自2023年5月持续）、" in found.words
    assert "（自2023年6月持续）明显多于以往" in found.words
    other = row | {"series": "fire_deaths"}
    findings.__dict__["signals"].append(other)
    assert len(list(problems._signals(findings))) == 2


def test_of_a_signal_whose_data_stopped_the_figures_since_are_asked_for(findings: Findings) -> None:
    row = {"series": "road_deaths", "region_id": own_id(), "state": "stopped", "level": "red"}
    row |= {"start_period_end": date(2023, 5, 31), "known_to": date(2023, 8, 31)}
    other = row | {"series": "road_injuries", "state": "open"}
    findings.__dict__["signals"] = [row, other]
    stopped, still = problems._signals(findings)
    assert (stopped.kind, stopped.departments) == ("signal_stopped", ["交管大队"])
    assert "（自2023年5月持续到2023年8月）" in stopped.words
    assert "数据停在2023年8月，此后没有可用的数据" in stopped.words
    assert "补报2023年8月以后各月的数据" in stopped.action
    assert stopped.by == report_due(findings)
    assert "此后" not in still.words
    assert still.by is None
    figures = dict.fromkeys(("value", "expected", "upper"), 6.0)
    days = dict.fromkeys(SignalEpisodeRow.__annotations__, date(2023, 8, 31))
    words = episode_words(days | row | figures | {"rule": "crowded_events"}, "zh")
    assert "2023年5月起，持续到2023年8月，此后没有可用的数据" in words
    assert "持续中" not in words


def test_a_held_file_waits_for_its_department_and_the_office_a_refused_one_for_its_department(
    findings: Findings,
) -> None:
    findings.marts._frames["fct_hand_ins"] = pl.DataFrame(
        {
            "waits": True,
            "department": ["traffic_police"] * 3 + [None],
            "status": ["held"] + ["rejected"] * 3,
        }
    )
    held, refused, unknown = hand_in_problems.waiting(findings)
    office = "推进城市安全发展工作组办公室"
    assert (held.kind, held.departments) == ("held", ["交管大队", office])
    assert "退回" not in held.words + held.action
    assert f"由{office}核定后计入" in held.action
    assert "safety" not in held.action
    assert (refused.kind, refused.departments) == ("rejected", ["交管大队"])
    assert "2份" in refused.words
    assert unknown.departments == [findings.say("department_unknown")]


def test_a_department_is_called_by_its_name_however_a_form_writes_it(findings: Findings) -> None:
    spelt = {
        "housing_construction": "housing_construction",
        "住房和城乡建设局": "housing_construction",
    }
    findings.marts._frames["int_departments_matched"] = pl.DataFrame(
        {"department_name": [*spelt, "某局"], "department_id": [*spelt.values(), None]}
    )
    files = pl.DataFrame({"waits": True, "department": [*spelt, "某局"], "status": "rejected"})
    findings.marts._frames["fct_hand_ins"] = files
    for lang, name in (
        ("zh", "住房和城乡建设局"),
        ("en", "Housing and Urban-Rural Development Bureau"),
    ):
        found = hand_in_problems.waiting(Findings(findings.marts, findings.span, lang))
        assert sorted(one.departments[0] for one in found) == sorted([name, "某局"])


def test_rows_that_do_not_count_are_told_to_who_gave_them(findings: Findings) -> None:
    since = hand_in_problems.files_since_span_began(findings)
    bad = since.filter(department="traffic_police")["hand_in_id"].to_list()[:2]
    fine = since.filter(~pl.col("hand_in_id").is_in(bad))["hand_in_id"].to_list()
    here = pl.col("hand_in_id")
    # seven where they are of years before, or not in force
    rows = pl.when(here.is_in(bad)).then(2).when(here.is_in(fine)).then(0).otherwise(7)
    files = findings.marts["fct_hand_ins"].with_columns(rows_quarantined=rows)
    assert (files["rows_quarantined"] == 7).any()
    findings.marts._frames["fct_hand_ins"] = files
    (found,) = hand_in_problems.set_aside(findings)
    assert (found.kind, found.departments) == ("rows_set_aside", ["交管大队"])
    assert "2份文件中有4行" in found.words
    assert "4行" in found.action


def test_departments_that_nobody_listed_may_be_one_under_two_spellings(findings: Findings) -> None:
    files = hand_in_problems.files_since_span_began(findings).filter(form="production_accidents")
    one, two, alone = (files[:1].with_columns(path=pl.lit(path)) for path in ("甲", "乙", "丙"))
    other = pl.lit("unknown-2")
    unknown = [one.with_columns(department=pl.lit("unknown-1")), two.with_columns(department=other)]
    unknown.append(alone.with_columns(department=other, period=pl.lit("x")))
    assert list(hand_in_problems.unlisted(findings)) == []
    findings.marts._frames["dim_hand_in"] = pl.concat([files, *unknown])
    (found,) = hand_in_problems.unlisted(findings)
    assert found.words.startswith("2份文件") and "（如乙、甲）" in found.words
    assert found.departments == ["推进城市安全发展工作组办公室"]


def test_targets_that_lack_a_figure_for_one_reason_are_one_problem(findings: Findings) -> None:
    one, two, other, unbound = (dict(row) for row in findings.targets[:4])
    due = date(2999, 12, 31)
    common = {"status": "no_data", "source_form": "x", "reason": None, "due_date": due}
    for row, name, who in ((one, "甲", "公安局"), (two, "乙", "民政局"), (other, "丙", "公安局")):
        row |= common | {"name": name, "note": "无部门填报", "departments": [who]}
    other["due_date"] = date(2998, 12, 31)
    unbound |= common | {"name": "丁", "reason": "threshold_missing"}
    findings.__dict__["targets"] = [one, two, other, unbound]
    found = {problem.kind: problem for problem in problems._targets(findings)}
    together = found["targets_no_data"]
    assert "“甲”、“乙”" in together.words
    assert "丙" not in together.words
    assert (together.departments, together.by) == (["公安局", "民政局"], due)
    assert list(found) == ["target_no_bound", "targets_no_data", "target_no_data"]
