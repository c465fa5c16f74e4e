"""The page for leaders, as a browser shows it."""

import re
import shutil
import subprocess
from pathlib import Path

import polars as pl
import pytest

from analysis.base.places import own_id
from analysis.findings import so_far
from analysis.marts import Snapshot
from analysis.marts.plan import plan_rows
from analysis.marts.rows import RateRow
from analysis.messages import say
from analysis.messages.dates import month_words
from analysis.messages.numbers import number
from analysis.pages.situation import situation_page
from tests.conftest import Published


def test_the_situation_page_shows_the_figures_of_the_marts_in_a_browser(
    published: Published, marts: Snapshot, tmp_path: Path
) -> None:
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if not browser:
        pytest.skip("no chromium")
    page = published.data.current.resolve() / "situation.html"
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--window-size=390,900"]
    command += ["--virtual-time-budget=2000", "--enable-logging=stderr", "--v=0", "--dump-dom"]
    command += ["--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={tmp_path}"]
    done = subprocess.run(
        [*command, page.as_uri()], capture_output=True, text=True, timeout=90, check=True
    )
    assert "CONSOLE" not in done.stderr  # nothing went wrong in the page
    assert not re.search(r"""(src|href)=["'](https?:)?//""", done.stdout)
    end = so_far(marts).end
    for indicator in plan_rows(marts):
        own = {"indicator_id": indicator["indicator_id"], "region_id": own_id()}
        (row,) = marts.rows(RateRow, period_kind="r12m", period_end=end, **own)
        assert f">{number(row['rate'], indicator['decimals'])}</span>" in done.stdout
    behind = (
        marts["fct_target_progress"]
        .filter("is_latest")
        .filter(pl.col("status").is_in(["behind", "overdue"]))
    )
    for target in behind["target_zh"]:
        assert target in done.stdout
    latest = marts["fct_target_progress"].filter("is_latest", pl.col("days_left") < 0)
    unknown = latest.filter(pl.col("status").is_in(["undecided", "no_data"]))
    stale = unknown.filter(pl.col("period_end") < pl.col("due_date"), pl.col("value").is_not_null())
    assert (
        stale.height
    )  # nobody says that they were missed, whose last figure is from before their day
    for name, end in stale.select("target_zh", "period_end").iter_rows():
        assert re.search(rf"{name}\s*<[^>]*>数值\S*（{month_words(end, 'zh')}）", done.stdout)
    for name in unknown["target_zh"]:
        assert name in done.stdout


def test_twelve_months_of_few_are_told_and_not_drawn(marts: Snapshot) -> None:
    page = situation_page(marts)
    rates = marts["fct_indicator_rates"].filter(
        pl.col("rate").is_not_null(), period_kind="r12m", region_id=own_id()
    )
    many = few = 0
    for indicator in plan_rows(marts):
        known = rates.filter(indicator_id=indicator["indicator_id"]).tail(36)
        many += known.filter(pl.col("numerator") >= 5).height
        few += known.filter(pl.col("numerator") < 5).height
    assert few > 0
    drawn = sum(len(points.split()) for points in re.findall('points="([^"]+)"', page))
    assert 0 < drawn <= many
    assert say("situation_spark_few", fewest=5) in page
