"""The bench of engines: what it invents, what it makes of what it measured, and one small build."""

from dataclasses import replace
from math import inf
from pathlib import Path

import polars as pl
import pytest

from analysis.base.settings import PROJECT
from analysis.forms.layout import load_layouts
from bench.engine_report import report
from bench.engines import differing, one_size
from bench.growth import Line, crossing, line, short, table
from bench.invented_accidents import KINDS, YEARS, raw_accidents, split
from bench.province import invented
from bench.runs import EQUAL, Run, read_runs, with_run, write_runs

LAYOUTS = load_layouts(PROJECT / "layouts")
RUNS = [
    Run(engine, size, 100, EQUAL, fixed + each * size / 1e6, 1, 1000, 5, 2, 3, "2026-01-01", "here")
    for engine, fixed, each in (("duckdb", 40, 4), ("lake", 60, 6), ("spark", 300, 3))
    for size in (10**5, 10**6, 10**7)
]


@pytest.mark.parametrize("form", KINDS)
def test_accidents_are_distinct_and_always_the_same(form: str) -> None:
    place, n = invented(3)[1], 2000
    rows, hand_ins = raw_accidents(LAYOUTS[form], place, n, seed=1)
    assert rows.height == n == rows["accident_no"].n_unique()
    assert rows.select("hand_in_id", "source_row").n_unique() == n
    assert rows["occurred_at"].n_unique() > 0.99 * n > rows["occurred_at"].dt.date().n_unique()
    assert set(rows["occurred_at"].dt.year()) == set(YEARS)
    assert rows["place"].n_unique() == 5
    assert rows["direct_loss_yuan"].n_unique() > n / 2
    by_hand_in = dict(rows["hand_in_id"].value_counts().rows())
    assert sorted(by_hand_in.values()) == sorted(count for count in hand_ins.values() if count)
    assert rows.equals(raw_accidents(LAYOUTS[form], place, n, seed=1)[0])
    assert not rows.equals(raw_accidents(LAYOUTS[form], place, n, seed=2)[0])


def test_an_accident_stands_in_the_hand_in_of_its_month() -> None:
    rows, _ = raw_accidents(LAYOUTS["road_accidents"], invented(1)[0], 500, seed=1)
    month = rows["occurred_at"].dt.strftime("road_accidents-%Y-%m-990101")
    assert (rows["hand_in_id"] == month).all()
    assert (rows.group_by("hand_in_id").agg(pl.col("source_row").min())["source_row"] == 3).all()


def test_every_county_has_its_share_and_all_together_are_as_many_as_asked() -> None:
    places = invented(980)
    assert len({place.region_id for place in places}) == len({p.name_zh for p in places}) == 980
    places = places[:100]
    counts = [sum(of_forms.values()) for of_forms in split(100_000, places, seed=1)]
    assert sum(counts) == 100_000
    assert split(100_000, places, seed=1) == split(100_000, places, seed=1)
    whole = sum(place.share for place in places)
    for place, count in zip(places, counts, strict=True):
        assert count == pytest.approx(100_000 * place.share / whole, rel=0.25)
    assert max(counts) > 5 * min(counts)


def test_a_line_goes_through_what_was_measured() -> None:
    found = line([1e5, 1e6, 1e7], [10.1, 11, 20])
    assert (found.fixed, found.each) == (pytest.approx(10), pytest.approx(1e-6))
    assert found.at(1e9) == pytest.approx(1010)
    assert found.on(10).at(1e9) == pytest.approx(110)
    assert found.rows_within(20) == pytest.approx(1e7)
    assert Line(1, 0).rows_within(5) == inf
    assert line([7], [3]) == Line(3, 0)


def test_lines_cross_once_or_never() -> None:
    cheap, steady = Line(10, 2e-6), Line(100, 1e-6)
    assert crossing(cheap, steady) == pytest.approx(9e7)
    assert crossing(steady, cheap) == inf
    assert crossing(steady, Line(5, 0.5e-6)) == 0
    assert crossing(Line(5, 1), Line(4, 1)) == 0
    assert crossing(Line(5, 1), Line(6, 1)) == inf
    assert [*map(short, (inf, 0, 999, 123456, 9e7, 1.26e9, 3e12))] == [
        *("never", "always", "1,000", "120,000", "90 million", "1.3 billion", "3 trillion")
    ]


def test_a_table_is_markdown() -> None:
    assert table(("a", "b"), [("1", "2")]) == ["| a | b |", "| --- | --- |", "| 1 | 2 |"]


def test_the_report_says_lines_crossings_and_what_is_wrong() -> None:
    said = report(RUNS)
    assert "| DuckDB | 100,000, 1 million, 10 million | 40 | 4.00 | 1,000 | 0 |" in said
    assert "| DuckDB |  | always | up to 260 million |" in said
    assert "NOT EQUAL" not in said
    bad = replace(RUNS[-1], outcome="DIFFERS: fct_accidents")
    assert "**NOT EQUAL: Spark, local[2] at 10,000,000 accidents: DIFFERS: fct_acc" in report(
        with_run(RUNS, bad)
    )
    late = Run("spark", 10**8, 100, "left out, not ended after 30 CPU minutes")
    assert "| 100,000,000 | 100 | Spark, local[2] |  |" in report(with_run(RUNS, late))


def test_a_county_more_is_told_of_each_engine_that_built_several_numbers() -> None:
    more = [replace(one, counties=20, cpu=one.cpu - 16, peak_mb=200) for one in RUNS[:2]]
    said = report([*more, *RUNS])
    assert "| DuckDB | 20, 100 | 100,000 | 0.20 | 10.0 | 0.0 | 589 | 28 |" in said
    assert "In DuckDB so many fit: 819 in 8 GiB" in said
    assert "| Spark, local[2] | 20, 100 |" not in said
    assert "a county more" not in report(RUNS)


def test_the_page_is_what_was_measured() -> None:
    path = PROJECT / "bench/engines.csv"
    assert path.with_suffix(".md").read_text("utf-8") == report(read_runs(path))


def test_marts_differ_by_a_row_a_value_or_a_mart() -> None:
    ours = {"a": [3.0, 2.0, 1e12], "b": [0.0]}
    assert not differing(ours, {"a": [3.0, 2.0, 1e12 + 1], "b": [0.0]})
    assert differing(ours, {"a": [3.0, 2.0, 1e12 + 1e4], "b": [0.0]}) == ["a"]
    assert differing(ours, {"a": [3.0, 2.0, 1e12]}) == ["b"]
    assert differing(ours, ours | {"c": [1.0]}) == ["c"]


def test_runs_are_kept_and_replaced(tmp_path: Path) -> None:
    write_runs(tmp_path / "runs.csv", RUNS)
    assert read_runs(tmp_path / "runs.csv") == RUNS
    again = replace(RUNS[0], cpu=1.0)
    assert with_run(RUNS, again)[0] == again
    assert len(with_run(RUNS, again)) == len(RUNS)


@pytest.mark.slow
def test_a_small_province_is_built_and_measured(tmp_path: Path) -> None:
    path = tmp_path / "engines.csv"
    assert one_size(path, ["duckdb"], 1000, 2, within=600)
    (found,) = read_runs(path)
    assert found.outcome == EQUAL
    assert found.cpu > 5 and found.peak_mb > 100 and found.built_mb > found.raw_mb > 0
    assert "| 1,000 | 2 | DuckDB |" in path.with_suffix(".md").read_text("utf-8")
