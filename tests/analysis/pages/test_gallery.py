"""The folder of charts: names, page, packages; and every way that a figure is shown says the same."""

import csv
import io
import json
import re
import shutil
import zipfile
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from analysis.base.places import own_id
from analysis.charts import Chart, chart_set, drawing_of, pictures
from analysis.cli import app
from analysis.findings import Findings
from analysis.marts import Snapshot
from analysis.messages import say
from analysis.messages.numbers import number
from analysis.pages.gallery import UnknownFigure, code_asked, numbered, showing
from analysis.pages.gallery.emf import as_emf
from analysis.pages.gallery.package import metadata
from analysis.report.blocks import Picture, Report
from analysis.report.docx import write_docx
from tests.conftest import Published


def run(published: Published, *words: str) -> Result:
    return CliRunner().invoke(app, ["charts", *words, "--data", str(published.data.root)])


def packed(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def rows_of_csv(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")  # or Excel takes it for GBK
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def native_values(chart: Chart) -> set[float]:
    """The figures that Word draws."""
    document = write_docx(Report("甲", [], [Picture(chart)]), "zh")
    with zipfile.ZipFile(io.BytesIO(document)) as file:
        parts = [file.read(n).decode() for n in file.namelist() if "charts/chart" in n]
    return {
        float(v) for part in parts for v in re.findall(r"<c:v>(-?[\d.]+(?:[eE]-?\d+)?)</c:v>", part)
    }


def test_the_folder_has_numbered_names_a_page_and_a_package_of_each(
    published: Published, tmp_path: Path
) -> None:
    answer = run(published, "--year", "2023", "--out", str(tmp_path))
    assert answer.exit_code == 0, answer.output
    assert str(tmp_path / "index.html") in answer.output.replace("\n", "")
    names = {path.name for path in tmp_path.iterdir()}
    assert {"01 目标进度.png", "01 目标进度.svg", "01 目标进度.zip", "index.html"} <= names
    stems = {name[:2] for name in names if name[:2].isdigit()}
    assert stems == {f"{at:02d}" for at in range(1, len(stems) + 1)}
    page = (tmp_path / "index.html").read_text("utf-8")
    assert "viewport" in page
    assert not re.search(r"https?:|//", page)  # nothing is asked of a network
    findings = Findings.of_year(Snapshot(published.data), 2023)
    for one in numbered(chart_set(findings)):
        assert one.chart.finding in page.replace("&lt;", "<").replace("&gt;", ">")
        files = packed(tmp_path / f"{one.stem}.zip")
        assert set(files) == {
            *(f"{one.stem}.{ending}" for ending in ("csv", "png", "svg")),
            "metadata.json",
            "README.txt",
        }
        assert files[f"{one.stem}.png"] == (tmp_path / f"{one.stem}.png").read_bytes()
        about = json.loads(files["metadata.json"])
        assert about["finding"] == one.chart.finding
        assert about["build"] == findings.marts.build["build_id"]
        assert about["citation"] in files["README.txt"].decode("utf-8-sig")
        header, *_ = files[f"{one.stem}.csv"].decode("utf-8-sig").splitlines()
        assert not re.search("[a-z_]{4,}", header), header


def test_one_figure_is_its_chart_with_its_package(published: Published, tmp_path: Path) -> None:
    answer = run(published, "--figure", "rd-2023", "--out", str(tmp_path))
    assert answer.exit_code == 0, answer.output
    (package,) = tmp_path.glob("*.zip")
    files = packed(package)
    about = json.loads(files["metadata.json"])
    assert "RD-2023" in about["trace_codes"]
    assert about["definitions"][0]["unit"] == "人/万车"
    assert len(list(tmp_path.glob("*.png"))) == 1
    answer = run(published, "--figure", "RD-2023R06", "--out", str(tmp_path), "--lang", "en")
    assert answer.exit_code == 0
    assert not package.exists()  # no chart of another day stands beside this one
    assert [path.name for path in tmp_path.glob("*.png")] != [package.with_suffix(".png").name]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--figure", "RD-2023M04"], ["没有“RD-2023M04”的图", "RD-2023R04", "PD 亿元"]),
        (["--figure", "RD-1999"], ["1999年没有报送的数据", "2021-01至2023-12"]),
        (["--figure", "瞎写"], ["没有“瞎写”的图", "RD 道路交通事故万车死亡率", "RD-2025R06"]),
        (["--year", "2023", "--plan"], [say("one_span")]),
        (["--to", "2023-06", "--plan"], [say("one_span")]),
        (["--format", "pdf"], ["png、svg、emf"]),
        (["--width", "third"], ["whole"]),
    ],
)
def test_wrong_use_says_what_there_is(
    published: Published, tmp_path: Path, words: list[str], told: list[str]
) -> None:
    answer = run(published, *words, "--out", str(tmp_path / "none"))
    assert answer.exit_code == 2
    said = re.sub(r"[\s│]", "", answer.output)
    assert all(re.sub(r"\s", "", text) in said for text in told), answer.output
    assert not (tmp_path / "none").exists()


def test_a_span_is_that_of_the_report(published: Published, tmp_path: Path) -> None:
    answer = run(
        published, "--to", "2023-06", "--format", "svg", "--width", "half", "--transparent"
    )
    assert answer.exit_code == 0, answer.output
    folder = published.data.reports / "charts_2023-06"
    assert "2023年1至6月" in (folder / "index.html").read_text("utf-8")
    assert not list(folder.glob("*.png"))
    run(published, "--plan", "--format", "svg", "--out", str(tmp_path))
    assert (tmp_path / "index.html").exists()


def test_emf_is_made_where_a_program_makes_it_and_else_said(
    published: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    words = ("--figure", "RD-2023", "--format", "svg,emf", "--out", str(tmp_path))
    answer = run(published, *words)
    assert answer.exit_code == 0
    assert re.sub(r"\s", "", say("no_emf")) in re.sub(r"\s", "", answer.output)
    assert len(list(tmp_path.glob("*.svg"))) == 1
    assert not list(tmp_path.glob("*.emf"))
    monkeypatch.undo()
    made = as_emf([next(tmp_path.glob("*.svg")).read_bytes()])
    assert all(one[40:44] == b" EMF" for one in made)


def test_an_unknown_figure_is_told_with_those_like_it(marts: Snapshot) -> None:
    charts = numbered(chart_set(Findings.of_year(marts, 2023)))
    (one,) = showing(charts, code_asked(marts, " rd-2023 "))
    assert one.chart.key == "trend_road_deaths_per_10k_vehicles"
    with pytest.raises(UnknownFigure) as error:
        showing(charts, "RD-2033")
    assert "RD-2023" in error.value.near


@pytest.mark.parametrize("asked", ["rd", "road_deaths_per_10k_vehicles", "道路交通事故万车死亡率"])
def test_an_indicator_is_all_its_charts(published: Published, tmp_path: Path, asked: str) -> None:
    answer = run(published, "--figure", asked, "--format", "svg", "--out", str(tmp_path))
    assert answer.exit_code == 0, answer.output
    whole = numbered(chart_set(Findings.of_year(Snapshot(published.data), None)))
    of_it = [one.stem for one in whole if one.chart.indicators == ("road_deaths_per_10k_vehicles",)]
    assert len(of_it) >= 3
    assert sorted(path.stem for path in tmp_path.glob("*.svg")) == of_it


def test_every_way_that_a_figure_is_shown_agrees_with_the_marts(
    marts: Snapshot, published: Published, tmp_path: Path
) -> None:
    """Native chart, drawing, SVG and CSV, of rates by year and warnings by board and level."""
    findings = Findings.of_year(marts, 2023)
    charts = numbered(chart_set(findings))
    assert run(published, "--year", "2023", "--out", str(tmp_path)).exit_code == 0
    checked = 0
    for indicator in findings.indicators:
        for year in (2021, 2022, 2023):
            (one,) = showing(charts, f"{indicator['code']}-{year}")
            (rate, count) = (
                marts["fct_indicator_rates"]
                .filter(
                    pl.col("period_end").dt.year() == year,
                    indicator_id=indicator["indicator_id"],
                    region_id=own_id(),
                    period_kind="year",
                )
                .select("rate", "numerator")
                .row(0)
            )
            if rate is None:
                continue
            files = packed(tmp_path / f"{one.stem}.zip")
            (row,) = [r for r in rows_of_csv(files[f"{one.stem}.csv"]) if r["年份"] == str(year)]
            heads = one.chart.heads
            read = [float(row[heads[name]]) for name in ("rate", "numerator")]
            assert read == [rate, count]
            if not one.chart.is_told:  # few are a table, which holds them as they are written
                drawing = drawing_of(one.chart)
                assert drawing
                series = [s for s in drawing.panels[0].series if s.y]
                assert rate in [dict(zip(s.x, s.y, strict=True)).get(year) for s in series]
                # a workbook holds sixteen digits
                native = native_values(one.chart)
                assert any(v == pytest.approx(rate, rel=1e-14, abs=0) for v in native)
            svg = (tmp_path / f"{one.stem}.svg").read_text("utf-8")
            assert f">{number(rate, indicator['decimals'])}</text>" in svg
            checked += 1
    (warned,) = [one for one in charts if one.chart.key == "warnings"]
    files = packed(tmp_path / f"{warned.stem}.zip")
    table = rows_of_csv(files[f"{warned.stem}.csv"])
    svg = pictures([warned.chart], "zh", "svg")[0].decode()
    native = native_values(warned.chart)
    found = marts["fct_warnings"].filter(pl.col("month_end").dt.year() == 2023)
    sums = (
        found.group_by("board", "level")
        .agg(pl.col("warnings").sum())
        .filter(pl.col("warnings") > 0)
    )
    for board, level, total in sums.iter_rows():
        words = (say(f"board_{board}"), say(f"level_word_{level}"))
        assert [float(r["预警次数"]) for r in table if words == (r["板块"], r["级别"])] == [total]
        assert total in native
        assert f">{words[1]}{total}</text>" in svg
        checked += 1
    assert checked >= 20


def test_what_is_removed_is_told(published: Published, tmp_path: Path) -> None:
    run(published, "--figure", "RD-2023", "--out", str(tmp_path))
    answer = run(published, "--figure", "RD-2023R06", "--out", str(tmp_path))
    assert "已删去" in answer.output.replace("\n", "")
    again = run(published, "--figure", "RD-2023R06", "--out", str(tmp_path))
    assert "已删去" not in again.output


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--figure", ""), "没有“”的图"),
        (("--to", "2026-13"), "不是年月"),
        (("--width", "third"), "宽度"),
        (("--year", "x"), "不是年份"),
        (("--to", "2199-01"), "最近报到"),
    ],
)
def test_a_wrong_option_is_answered_in_chinese(
    published: Published, asked: tuple[str, str], said: str
) -> None:
    answer = run(published, *asked)
    assert answer.exit_code == 2
    assert said in answer.output


def test_a_package_names_the_span_that_its_chart_shows(published: Published) -> None:
    findings = Findings.of_year(Snapshot(published.data), 2022)
    spans = {chart.key: metadata(chart, findings)["span"] for chart in chart_set(findings)}
    assert spans["targets"] == f"截至{findings.day(findings.marts.as_of)}"
    assert spans["kinds"] == "2022年"
    years = findings.years_of(findings.indicators[0])
    first = years[0]["year"]
    assert spans["trend_production_deaths_per_100m_gdp"] == (
        f"{first}至2022年" if first < 2022 else "2022年"
    )
