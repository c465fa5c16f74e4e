"""The page for leaders, as a browser shows it."""

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from analysis.base import places
from analysis.base.places import own_id
from analysis.base.settings import DataDir
from analysis.findings import newest, so_far
from analysis.findings.newest import age_words, lacking_words
from analysis.marts import Snapshot
from analysis.marts.plan import plan_rows
from analysis.marts.rows import RateRow
from analysis.messages import say
from analysis.messages.dates import month_words
from analysis.messages.numbers import number
from analysis.pages.situation import situation_page
from analysis.pipeline import build
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


def test_a_page_of_nothing_handed_in_says_so_first(data: DataDir) -> None:
    build(data)
    page = situation_page(Snapshot(data))
    first, *_ = re.findall("<b>(.*?)</b>", page)
    assert first == say("newest_nothing")
    assert (
        page.count(say("situation_not_known")) == 2
    )  # signals and hand-ins: none known is not none
    assert "年1至" not in re.findall("<h2>(.*?)</h2>", page)[0]  # of no months


def test_a_page_of_old_data_says_first_how_old_they_are(marts: Snapshot) -> None:
    old, fresh = (Snapshot(path=marts.path) for _ in range(2))
    old.build, fresh.build = (
        {**marts.build, "as_of": day}  # type: ignore[typeddict-item]
        for day in (date(2024, 12, 1), date(2024, 3, 31))
    )
    said = say("newest_old", end="2023年12月", day="2024-12-01", count=12)
    page = situation_page(old)
    assert re.findall("<b>(.*?)</b>", page)[0] == said
    if marts["fct_signal_episodes"].filter(state="open").is_empty():
        assert say("situation_not_known") in page  # that of today nothing is known is no calm
    assert 'id="age"' not in situation_page(fresh)
    assert age_words(old, "en") == say(
        "newest_old", "en", end="2023-12", day="2024-12-01", count=12
    )
    marts_of_none = Snapshot(path=marts.path)
    marts_of_none._frames["int_series_by_period"] = marts.table(
        "intermediate", "int_series_by_period"
    ).clear()
    assert age_words(marts_of_none, "zh") == say("newest_no_accidents")


def test_counties_without_accident_reports_are_named_where_others_have_them(
    marts: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = places.parts(places.own_id())[0]
    assert lacking_words(marts, "zh") == ""
    monkeypatch.setattr(newest, "counties", lambda: (places.own(), part))
    assert lacking_words(marts, "zh") == say("newest_lacking", names=part.name_zh)
    monkeypatch.setattr(newest, "counties", lambda: (part,))
    assert lacking_words(marts, "zh") == ""  # nothing of any: no one's absence


def test_rows_and_cells_that_were_not_taken_are_named_with_where_to_look(marts: Snapshot) -> None:
    hand_in, path = marts["fct_hand_ins"].filter(status="accepted").row(0, named=True), "path"
    cells = marts["fct_quarantined_cells"]
    one = {
        "hand_in_id": hand_in["hand_in_id"],
        "sheet": "台账",
        "column": "死亡",
        "reason": "不是<数>",
    }
    fates = [("set_aside", 7), ("set_aside", 7), ("set_aside", 9), ("refused", 11)]
    rows = [one | {"fate": fate, "row": row, "cell": f"C{row}"} for fate, row in fates]
    lacking = Snapshot(path=marts.path)
    lacking._frames["fct_quarantined_cells"] = pl.DataFrame(rows, schema=cells.schema)
    page = situation_page(lacking)
    assert say("situation_not_taken", count=1) in page
    said = "、".join([say("situation_set_aside", count=2), say("situation_refused", count=1)])
    assert f"{hand_in[path]}　<b>{said}</b>" in page
    assert "如工作表“台账”第7行 死亡：不是&lt;数&gt;" in page
    assert say("situation_where") in page
    assert say("situation_where") not in situation_page(marts)
