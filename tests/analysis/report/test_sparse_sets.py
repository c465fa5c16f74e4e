"""Of a set in which something is wholly missing, every paper is written and says so."""

from pathlib import Path

import polars as pl
import pytest

from analysis.charts import chart_set, pictures
from analysis.findings import Findings
from analysis.marts import Snapshot
from analysis.pages.gallery import Wanted, numbered, write_gallery
from analysis.report import write_report
from analysis.report.blocks import Paragraph
from analysis.report.evaluation import evaluation_report
from tests.conftest import Published

PRODUCTION = "production_deaths_per_100m_gdp"


@pytest.fixture
def without_gdp(published: Published) -> Findings:
    """As where nobody handed in a denominator of a rate."""
    marts = Snapshot(published.data)
    rates = marts["fct_indicator_rates"]
    lost = pl.col("indicator_id") == PRODUCTION
    gone = [name for name in rates.columns if "rate" in name or name == "denominator"]
    nothing = [pl.when(~lost).then(name).alias(name) for name in gone]
    marts._frames["fct_indicator_rates"] = rates.with_columns(nothing)
    return Findings.of_year(marts, 2023)


def test_a_rate_without_denominators_is_said_and_not_drawn(
    without_gdp: Findings, tmp_path: Path
) -> None:
    charts = chart_set(without_gdp)
    assert not {f"trend_{PRODUCTION}", f"rolling_{PRODUCTION}"} & {chart.key for chart in charts}
    assert len(pictures(charts, "zh", "svg")) == len(charts) > 10
    _, proof = evaluation_report(without_gdp)
    name = without_gdp.text(without_gdp.of_id(PRODUCTION))
    said = [block.text for block in proof.blocks if isinstance(block, Paragraph)]
    for what in ("历年数值", "的12个月滚动值"):
        assert any(words.startswith(f"{name}{what}：没有可画的率") for words in said)
    assert all(path.stat().st_size for path in write_report(without_gdp, tmp_path).files)
    written, _, _ = write_gallery(numbered(charts), without_gdp, tmp_path / "charts", Wanted())
    assert len(written) == 1 + 3 * len(charts)
