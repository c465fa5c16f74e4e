"""What the evaluation group gets: the same figures in Word, HTML, the annex and the marts."""

from pathlib import Path

import pytest
import yaml
from docx import Document
from typer.testing import CliRunner

from analysis.base.settings import PROJECT, DataDir
from analysis.cli import app
from analysis.findings import Findings, default_year
from analysis.marts import Snapshot
from analysis.pages.situation import situation_page
from analysis.pipeline import build
from analysis.report import Written, write_report
from analysis.report.blocks import Paragraph, Picture
from analysis.report.evaluation import evaluation_report
from analysis.report.numbering import chinese
from analysis.sample import write_sample
from tests.browser import browser_page
from tests.conftest import Published
from tests.files import production_file, production_row, production_total, xlsx

PLAN = (
    "production_deaths_per_100m_gdp",
    "road_deaths_per_10k_vehicles",
    "fire_deaths_per_100k_population",
    "disaster_deaths_per_1m_population",
)


@pytest.fixture(scope="module")
def written(marts: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Written:
    return write_report(Findings.of_year(marts, 2023), tmp_path_factory.mktemp("report"))


def yearly(marts: Snapshot, indicator: str) -> list[dict[str, object]]:
    rows = marts["fct_indicator_rates"].filter(
        indicator_id=indicator, region_id="150621", period_kind="year", origin="hand_in"
    )
    return list(rows.sort("period_end").iter_rows(named=True))


def test_the_page_follows_the_standard(written: Written) -> None:
    document = Document(str(written.docx))
    section = document.sections[0]
    margins = [section.top_margin, section.bottom_margin, section.left_margin, section.right_margin]
    assert [round(m.mm) for m in margins] == [37, 35, 28, 26]
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert heads[:3] == ["一、总体结论", "二、四项事故指标", "三、目标完成情况"]
    assert heads[-1].startswith(f"{chinese(len(heads))}、")
    assert "PAGE" in section.footer._element.xml


def test_text_of_the_group_survives_regeneration_in_the_office_s_template(
    published: Published, tmp_path: Path
) -> None:
    own, template = tmp_path / "own", tmp_path / "红头.docx"
    office = Document()
    office.add_paragraph("达拉特旗应急管理局文件")
    office.save(str(template))
    words = ["report", "--year", "2023", "--out", str(tmp_path), "--own-text", str(own)]
    words += ["--template", str(template), "--data", str(published.data.root)]
    assert CliRunner().invoke(app, words).exit_code == 0
    assert "- 总体结论\n" in (own / "README.md").read_text("utf-8")
    (own / "总体结论.md").write_text("评估组认为应继续观察。", "utf-8")
    for _ in range(2):
        assert CliRunner().invoke(app, words).exit_code == 0
        text = [p.text for p in Document(str(tmp_path / "评估报告_2023.docx")).paragraphs]
        assert text[0] == "达拉特旗应急管理局文件"
        at = text.index("评估组认为应继续观察。")
        assert text[at + 1] == "二、四项事故指标"
        assert "评估组认为应继续观察。" in (tmp_path / "评估报告_2023.html").read_text("utf-8")
    (own / "没有这一部分.md").write_text("文字", "utf-8")
    answer = CliRunner().invoke(app, words)
    assert answer.exit_code == 2 and "没有“没有这一部分”" in answer.output
    (own / "没有这一部分.md").unlink()
    template.write_text("不是文档")
    answer = CliRunner().invoke(app, words)
    assert answer.exit_code == 2 and "不是 Word 文档" in answer.output


@pytest.mark.slow
def test_incomplete_zero_and_held_read_sensibly(tmp_path: Path) -> None:
    data = DataDir(tmp_path / "gap")
    write_sample(data.inbox, range(2022, 2024), seed=9)
    (gone,) = data.inbox.rglob("道路交通事故明细_*2023*11*")
    gone.unlink()
    rows = [production_row("SCX1", 发生时间="2023-05-03 08:00", 死亡=1)]
    total = production_total(5, 0, 2, 12.5)
    production_file(data.inbox / "应急管理局/生产安全事故台账_2023年05月（更正）.xlsx", rows, total)
    for disasters in data.inbox.rglob("自然灾害灾情统计_2023年*"):
        disasters.unlink()
    header = [
        "灾情编号",
        "灾害种类",
        "发生时间",
        "受灾地区",
        "受灾人口（人）",
        "死亡（人）",
        "失踪（人）",
        "直接经济损失（万元）",
    ]
    row = ["ZH1", "洪涝", "2023-07-01 08:00", "树林召镇", 10, 0, 0, 5]
    xlsx(data.inbox / "应急管理局/自然灾害灾情统计_2023年.xlsx", {"数据": [header, row]})
    assert build(data).is_published
    snapshot = Snapshot(data)
    assert default_year(snapshot) == 2023  # three of four rates are known
    paper, proof = evaluation_report(Findings.of_year(snapshot, 2023))
    text = [getattr(b, "text", "") for b in (*paper.blocks, *proof.blocks)]
    assert text[1].startswith("2023年数据不全")
    assert "道路交通事故万车死亡率（未报齐：2023年11月）" in text[1]
    (road,) = (t for t in text if t.startswith("道路交通事故万车死亡率：2023年"))
    assert "已报的月份共" in road
    assert "全期至少有这么多；2023年的率未计算（未报齐：2023年11月）" in road
    assert any("2023年观察到0人，与长期平均每年至多3.7人相容" in t for t in text)
    listed = [cell for b in paper.blocks for row in getattr(b, "rows", ()) for cell in row]
    assert any("交管大队道路交通事故明细（2023年11月" in cell for cell in listed)
    tables = {b.title: b.rows for b in proof.blocks if hasattr(b, "rows")}
    (held,) = tables["暂存待核和退回的文件（1份）"]
    assert "合计 5，明细相加 1" in held[2]
    (missing,) = (rows for title, rows in tables.items() if title.startswith("缺报、未被采用"))
    of_road = [row[2] for row in missing if row[:2] == ["道路交通事故明细", "交管大队"]]
    assert of_road[0].startswith("2023年11月")
    page = situation_page(snapshot)
    assert "合计 5，明细相加 1" in page  # what waits is told where leaders look
    assert "2023-11" in page


def test_a_report_draws_every_chart(marts: Snapshot, tmp_path: Path) -> None:
    findings = Findings.of_year(marts, 2023)
    found = write_report(findings, tmp_path)
    for report, path in zip(
        evaluation_report(findings), (found.docx, found.annex_docx), strict=True
    ):
        pictures = [b.chart for b in report.blocks if isinstance(b, Picture)]
        document = Document(str(path))
        captions = [p.text for p in document.paragraphs]
        assert all(any(chart.caption in text for text in captions) for chart in pictures)
        assert len(document.inline_shapes) >= len(pictures)
    assert len(pictures) > 10  # of the annex
    assert found.html.read_text("utf-8").count('class="plotly-graph-div"') >= len(pictures)


def test_a_report_reads_what_its_exposure_names(published: Published) -> None:
    snapshot = Snapshot(published.data)
    evaluation_report(Findings.of_year(snapshot, 2023))
    exposures = yaml.safe_load((PROJECT / "models/exposures.yml").read_text("utf-8"))["exposures"]
    (own,) = (e["depends_on"] for e in exposures if e["name"] == "evaluation_report")
    seeds = {path.stem for path in (PROJECT / "seeds").glob("*.csv")}
    read = snapshot._frames.keys() - seeds
    assert len(read) > 15
    assert {f"ref('{name}')" for name in read} <= set(own)


def test_methods_are_told_as_the_settings_have_them(
    marts: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = "analysis.report.parts.appendix"
    monkeypatch.setattr(f"{room}.setting", {"official_rule_rates": 4}.__getitem__)
    monkeypatch.setattr(f"{room}.baseline_years", lambda: (2019, 2020))
    _, annex = evaluation_report(Findings.of_year(marts, 2023))
    told = "".join(block.text for block in annex.blocks if isinstance(block, Paragraph))
    assert "近四年逐年下降，即连续四个年度" in told
    assert "与2019至2020年合计相比" in told


def test_charts_are_read_on_a_phone_and_on_a_screen(written: Written) -> None:
    """No letter of a chart is under ten px, nothing is beside the screen, nothing empty stands under a chart."""
    with browser_page() as page:
        page.open(written.html.as_uri(), 390)
        assert page.run("document.documentElement.scrollWidth") == 390
        figures = page.run(
            """[...document.querySelectorAll("figure")].map((figure) => {
              const [drawn, said] = ["img", "figcaption"].map((name) => figure.querySelector(name));
              return [drawn.offsetWidth / drawn.naturalWidth, figure.offsetHeight - drawn.offsetHeight
                - said.offsetHeight, drawn.alt];
            })"""
        )
        assert len(figures) > 10
        for scale, gap, alt in figures:
            assert scale * 7 * 96 / 72 >= 10  # the smallest letters have 7 pt
            assert 0 <= gap < 12
            assert alt
        page.open(written.html.as_uri(), 1280)
        shown = """[...document.querySelectorAll("figure")].map((figure) =>
          [figure.querySelector("img").offsetHeight, figure.querySelector(".plotly-graph-div").offsetWidth])"""
        assert {tuple(pair) for pair in page.run(shown)} == {(0, 590)}
        assert page.errors == []
