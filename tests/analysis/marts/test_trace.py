"""Every figure leads back to the rows and cells that it was made of."""

import re
from datetime import date

import pytest
from typer.testing import CliRunner

from analysis.base.places import own_id
from analysis.base.seeds import seed_rows
from analysis.cli import app
from analysis.marts import Snapshot
from analysis.marts.figure_codes import Figure, parse
from analysis.marts.trace import NoSuchFigure, trace
from tests.conftest import Published
from tests.processes import SAFETY, run


@pytest.mark.parametrize(
    ("code", "figure"),
    [
        ("PD-2024", Figure("PD", own_id(), "year", date(2024, 12, 31))),
        ("fd-2024q1", Figure("FD", own_id(), "quarter", date(2024, 3, 31))),
        ("RD-2024M02", Figure("RD", own_id(), "month", date(2024, 2, 29))),
        ("RD-2023S09", Figure("RD", own_id(), "ytd", date(2023, 9, 30))),
        ("ND-2024R06-104", Figure("ND", "150621104", "r12m", date(2024, 6, 30))),
    ],
)
def test_codes_name_figures_both_ways(code: str, figure: Figure) -> None:
    assert parse(code) == figure
    assert figure.code == code.upper()


@pytest.mark.parametrize("code", ["", "PD", "PD-24", "PD-2024M13", "PD-2024Q5", "PD-2024-1", "x"])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError):
        parse(code)


def test_every_figure_of_the_banner_is_the_sum_of_the_rows_that_it_is_traced_to(
    published: Published,
) -> None:
    marts = Snapshot(published.data)
    codes = dict(marts["dim_indicator"].select("indicator_id", "code").iter_rows())
    rates = marts["fct_indicator_rates"].filter(
        origin="hand_in", region_id=own_id(), is_complete=True
    )
    seen = 0
    for row in rates.sample(150, seed=3).iter_rows(named=True):
        figure = Figure(codes[row["indicator_id"]], own_id(), row["period_kind"], row["period_end"])
        found = trace(marts, figure)
        assert found.counted == pytest.approx(row["numerator"]), figure.code
        assert found.events["path"].null_count() == 0
        seen += found.events.height
        if row["rate"] is None:
            continue
        values = found.denominators["value"].to_list()
        match (found.indicator["denominator_basis"], row["period_kind"]):
            case ("flow", "quarter") if len(values) == 2:
                expected = values[1] - values[0]
            case ("flow", "r12m") if len(values) == 3:
                expected = values[2] + values[1] - values[0]
            case ("count", _):
                expected = sum(values)
            case ("average", _) if len(values) == 2:
                expected = sum(values) / 2
            case _:
                (expected,) = values
        assert expected == pytest.approx(row["denominator"]), figure.code
    assert seen > 100


def test_what_was_published_leads_to_its_row_of_the_seed_and_its_source(
    published: Published,
) -> None:
    marts = Snapshot(published.data)
    seed = {r["figure_id"]: r for r in seed_rows("published_figures.csv")}
    codes = dict(marts["dim_indicator"].select("indicator_id", "code").iter_rows())
    rates = marts["fct_indicator_rates"].filter(origin="published")
    assert rates.height > 20
    for row in rates.sample(20, seed=5).iter_rows(named=True):
        figure = Figure(
            codes[row["indicator_id"]], row["region_id"], row["period_kind"], row["period_end"]
        )
        found = trace(marts, figure)
        assert found.counted == pytest.approx(row["numerator"]), figure.code
        assert (found.denominators.height > 0) == (row["denominator"] is not None)
        for origin in (*found.events.rows(named=True), *found.denominators.rows(named=True)):
            assert origin["path"] == "seeds/published_figures.csv"
            told = seed[origin["source_sheet"]]
            assert origin["source"] == told["title"]
            assert told["region_id"] == row["region_id"]


def test_a_rate_that_was_only_published_leads_to_its_source_too(published: Published) -> None:
    found = trace(Snapshot(published.data), parse("RD-2023-100000"))
    (said,) = found.published.rows(named=True)
    assert (said["value"], said["source_sheet"]) == (found.figure["rate"], "P112")
    assert found.events.is_empty()
    assert found.denominators.is_empty()
    answer = CliRunner().invoke(
        app, ["trace", "RD-2023-100000", "--data", str(published.data.root)]
    )
    assert answer.exit_code == 0
    assert "P112" in answer.output


def test_the_command_line_traces_by_code_and_by_name(published: Published) -> None:
    def run(*words: str) -> tuple[int, str]:
        answer = CliRunner().invoke(app, ["trace", *words, "--data", str(published.data.root)])
        return answer.exit_code, answer.output

    code, said = run("火灾十万人口死亡率", "--year", "2023", "--region", "树林召镇")
    assert code == 0
    assert said.startswith("FD-2023-100")
    assert "与分子一致" in said
    assert "常住人口_2023年" in said
    assert run("FD-2023-100")[1] == said
    code, said = run("FL-2023")
    assert code == 0
    assert re.search(r"= \d{1,3}(,\d{3}){2} ÷ [\d,]+ × 100,000\n", said), said  # yuan, in full
    assert re.search(r"各行相加为\d{1,3}(,\d{3}){2}，", said)
    assert run("FD-2031")[0] == 2
    assert run("nothing", "--year", "2023")[0] == 2
    assert run("nothing")[0] == 2
    with pytest.raises(NoSuchFigure):
        trace(Snapshot(published.data), parse("XX-2023"))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("PD-2023", "达拉特旗，2023年："),
        ("RD-2023R06", "达拉特旗，截至2023年6月的12个月："),
        ("PD-2023Q2", "达拉特旗，2023年第二季度："),
        ("PD-2023S09", "达拉特旗，2023年1至9月："),
        ("FD-1999", "没有“FD-1999”这个数值"),
        ("XX-2023", "FD 火灾十万人口死亡率"),
    ],
)
def test_a_trace_speaks_the_readers_language(published: Published, code: str, words: str) -> None:
    said = run([*SAFETY, "trace", code], published.data.root)[1]
    assert words in said
    # names of files have the only Latin words
    assert not set(re.findall(r"[a-z]{3,}", said)) - {"xlsx", "xls", "csv"}, said
