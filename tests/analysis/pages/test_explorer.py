"""The explorer, driven in a browser as an analyst would, held to the marts."""

import csv
import json
import random
import re
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from analysis.base.places import own_id
from analysis.base.settings import PROJECT
from analysis.cli import app
from analysis.marts import Snapshot
from analysis.marts.caveats import with_notes
from analysis.marts.figure_codes import Figure, coded, parse
from analysis.marts.foot import foot
from analysis.marts.rows import IndicatorRow, NotedRow, SeriesRow, rows_of
from analysis.messages import Lang, say, wordings
from analysis.messages.numbers import number, short
from analysis.pages.explorer import explorer_page
from tests.browser import Page, browser_page
from tests.conftest import Published

_MOST = 5_000_000
_WIDTHS = (390, 1280)
_HOSTILE = (
    "</script><script>document.title='run'</script><img src=x onerror=\"document.title='run'\">"
)
# what a person sees, by code: the cells of its row
_ROWS = """(() => Object.fromEntries([...document.querySelectorAll("#figures tbody tr")].map((row) => {
  const cells = Object.fromEntries([...row.cells].map((cell) => [cell.dataset.column, cell.textContent]));
  return [cells.code, cells];
})))()"""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with browser_page() as opened:
        yield opened


@pytest.fixture(scope="module")
def explorer(published: Published) -> str:
    """The address of the page that the build made."""
    return (published.data.current.resolve() / "explorer.html").as_uri()


def ask(page: Page, address: str, **asked: object) -> None:
    page.open(f"{address}#{'&'.join(f'{name}={value}' for name, value in asked.items())}")


def noted(marts: Snapshot, lang: Lang = "zh") -> list[NotedRow]:
    """The figures that the page is to hold."""
    rates = marts["fct_indicator_rates"]
    above = marts["dim_region"].filter(pl.col("level").is_in(["nation", "province", "city"]))
    whole = [own_id(), *above["region_id"]]
    held = pl.col("region_id").is_in(whole) | (pl.col("period_kind") == "year")
    return rows_of(with_notes(rates.filter(held), lang), NotedRow)


def as_shown(row: NotedRow, indicator: IndicatorRow, lang: Lang = "zh") -> dict[str, str]:
    decimals = indicator["decimals"]
    least = "" if row["is_complete"] else "≥"
    published: float | None = row["published_rate"]  # type: ignore[typeddict-item]
    rate = published if row["rate"] is None else row["rate"]
    return {
        "code": Figure.of(indicator, row).code,
        "numerator": "—" if row["numerator"] is None else least + short(row["numerator"]),
        "denominator": short(row["denominator"]),
        "rate": number(rate, decimals),
        "rate_lower_95": number(row["rate_lower_95"], decimals),
        "rate_upper_95": number(row["rate_upper_95"], decimals),
        "prior_year_rate": number(row["prior_year_rate"], decimals),
        "change_pct": number(row["change_pct"], 1),
        "note": row["note"] or "",
    }


def is_as(seen: dict[str, str], wanted: dict[str, str]) -> bool:
    """Whether a row shows what is wanted; to a note the page adds what it compares."""
    note = wanted["note"]
    return seen.get("note", "-").startswith(note) and seen | {"note": note} == seen | wanted


def test_figures_are_those_of_the_marts_to_the_digit(
    page: Page, explorer: str, marts: Snapshot
) -> None:
    indicators = {row["indicator_id"]: row for row in marts.rows(IndicatorRow)}
    every = noted(marts)
    random.Random(5).shuffle(every)
    of_view: dict[tuple[str, str, str], dict[str, Any]] = {}
    wrong, known = [], 0
    for row in every[:200]:
        view = (row["indicator_id"], row["region_id"], row["period_kind"])
        indicator = indicators[row["indicator_id"]]
        if view not in of_view:
            line = f"{indicator['code']}@{row['region_id']}"
            ask(page, explorer, view="time", kind=row["period_kind"], lines=line)
            of_view[view] = page.run(_ROWS)
        wanted = as_shown(row, indicator)
        seen = of_view[view].get(wanted["code"], {})
        known += row["rate"] is not None
        if not is_as(seen, wanted):
            wrong.append((wanted, seen))
    assert wrong == []
    assert known > 50
    assert page.errors == []


def test_the_page_is_small_whole_and_asks_no_network(
    published: Published, marts: Snapshot, page: Page, explorer: str
) -> None:
    text = (published.data.current.resolve() / "explorer.html").read_text("utf-8")
    assert len(text.encode()) < _MOST
    assert not re.search(r"https?:|//[a-z]+\.[a-z]|\bftp:|\bfetch\(|XMLHttp|import\(", text)
    started = time.process_time()
    explorer_page(marts)
    assert time.process_time() - started < 1
    figures = json.loads(re.search(r'id="data">(.*?)</script>', text, re.S)[1])["figures"]
    assert len([code for code in figures["code"] if code]) == len(noted(marts))
    for width in _WIDTHS:
        page.open(explorer, width)
        assert page.run("document.documentElement.scrollWidth") <= width  # nothing hangs over
        assert (
            page.run("document.querySelector('#picture svg').getBoundingClientRect().right")
            <= width
        )
    assert page.errors == []


def test_what_is_missing_is_said_and_never_a_zero(
    page: Page, explorer: str, marts: Snapshot
) -> None:
    codes = {row["indicator_id"]: row["code"] for row in marts.rows(IndicatorRow)}
    own = marts["fct_indicator_rates"].filter(region_id=own_id())
    views = own.group_by("indicator_id", "period_kind").agg(
        known=pl.col("rate").count(), unknown=pl.col("rate").null_count()
    )
    partly = views.filter(pl.col("known") > 0, pl.col("unknown") > 0).sort(pl.all())
    for indicator, kind, _, unknown in partly.head(3).rows():
        ask(page, explorer, kind=kind, lines=f"{codes[indicator]}@{own_id()}")
        rows = [row for row in page.run(_ROWS).values() if row["rate"] == "—"]
        assert len(rows) == unknown
        assert page.run("document.querySelectorAll('#picture .missing').length") == unknown
        assert all(row["note"] for row in rows)
    assert partly.height > 3


def test_a_caveat_stands_beside_the_half_that_it_is_about(
    page: Page, published: Published, tmp_path: Path
) -> None:
    marts = Snapshot(published.data)
    codes = pl.lit(["files_released", "denominator_final"])
    marts._frames["fct_indicator_rates"] = marts["fct_indicator_rates"].with_columns(caveats=codes)
    address = tmp_path / "explorer.html"
    address.write_text(explorer_page(marts), "utf-8")
    count, over = "含放行的报送", "分母为最终核实数"
    told = {"rate": f"{over}；{count}", "count": count, "over": over}
    for measure, note in told.items():
        ask(page, address.as_uri(), kind="year", measure=measure, lines=f"PD@{own_id()}")
        assert page.run(_ROWS)["PD-2022"]["note"] == note


def with_codes(marts: Snapshot, indicator: str, kind: str) -> list[dict[str, Any]]:
    rows = marts["fct_indicator_rates"].filter(
        indicator_id=indicator, region_id=own_id(), period_kind=kind
    )
    (own,) = marts.rows(IndicatorRow, indicator_id=indicator)
    return coded(rows, own).rows(named=True)


def test_rates_on_few_events_are_pale(page: Page, explorer: str, marts: Snapshot) -> None:
    rows = with_codes(marts, "disaster_deaths_per_1m_population", "year")
    few = [row for row in rows if row["rate"] is not None and row["numerator"] < 5]
    assert few
    ask(page, explorer, kind="year", lines=f"ND@{own_id()}")
    pale = "document.querySelectorAll('#picture .few').length"
    assert page.run(pale) == len(few)
    said = say("explorer_marks_few", bound="5")
    assert said in page.run("document.querySelector('#picture').textContent")
    page.run("document.getElementById('picture').focus()")
    page.press("End")
    last = max(few, key=lambda row: row["period_end"])
    known = [row for row in rows if row["rate"] is not None]
    if last is max(known, key=lambda row: row["period_end"]):
        readout = page.run("document.getElementById('readout').textContent")
        assert say("explorer_few_events", count=short(last["numerator"]), bound="5") in readout
    ask(page, explorer, kind="year", measure="count", lines=f"ND@{own_id()}")
    assert page.run(pale) == 0


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"year": "20255", "view": "places"}, "year=20255"),
        ({"base": "0", "view": "places"}, "base=0"),
        ({"from": "abc"}, "from=abc"),
        ({"kind": "month", "view": "places"}, "kind=month"),
        ({"kind": "year", "view": "years"}, "kind=year"),
        ({"region": "1"}, "region"),
        ({"lines": "RD@{own}@1"}, "RD@{own}@1"),
        (
            {"lines": ",".join(f"{code}@{{own}}" for code in ("PD", "RD", "FD", "ND", "PA"))},
            "PA@{own}",
        ),
        ({"view": "places", "year": "2022", "base": "2021", "sort": "value"}, ""),
    ],
)
def test_a_link_that_is_answered_otherwise_says_so(
    page: Page, explorer: str, asked: dict[str, str], names: str
) -> None:
    own = {name: value.format(own=own_id()) for name, value in asked.items()}
    ask(page, explorer, **({"lines": f"RD@{own_id()}"} | own))
    told = page.run("document.getElementById('unknown').textContent")
    said = say("explorer_unknown_link", names=names.format(own=own_id()))
    assert told == (said if names else "")
    page.run("document.querySelector('input[name=view][value=places]').click()")
    page.run("document.querySelector('input[name=view][value=years]').click()")
    assert page.run("document.getElementById('unknown').textContent") == ""


def test_a_picture_of_places_without_figures_has_no_cursor(page: Page, explorer: str) -> None:
    ask(page, explorer, view="places", year="2004", lines=f"FD@{own_id()}")
    page.run("document.getElementById('picture').focus()")
    page.press("End")
    assert page.run("document.querySelectorAll('.cursor').length") == 0
    assert page.run("document.getElementById('readout').textContent")


def test_a_link_to_what_is_not_there_says_so(page: Page, explorer: str) -> None:
    told = "document.getElementById('unknown').textContent"
    lines = f"XX@{own_id()},RD@{own_id()}"
    ask(page, explorer, view="time", kind="week", lines=lines)
    assert page.run(told) == say("explorer_unknown_link", names=f"XX@{own_id()}、kind=week")
    assert page.run("state.lines.map((line) => line.indicator.code).join()") == "RD"
    page.run(
        "at('kind').value = 'year', at('kind').onchange()"
    )  # who chooses anew has what is asked
    assert page.run(told) == ""
    ask(page, explorer, lines=f"RD@{own_id()}")
    assert page.run(told) == ""
    assert page.run("getComputedStyle(document.getElementById('unknown')).display") == "none"
    page.open(explorer)
    assert page.run(told) == ""


def test_nothing_counted_in_a_month_not_handed_in_is_no_zero(
    page: Page, published: Published, tmp_path: Path
) -> None:
    marts = Snapshot(published.data)
    rates = marts["fct_indicator_rates"]
    ends = {date(2022, 3, 31): None, date(2022, 4, 30): 2.0}
    for end, count in ends.items():
        is_it = pl.all_horizontal(
            pl.col("indicator_id").str.starts_with("road_deaths_per_"),
            pl.col("period_end") == end,
            pl.col("period_kind") == "month",
            pl.col("region_id") == own_id(),
        )
        lacks = {"numerator": count, "rate": None, "is_complete": False}
        rates = rates.with_columns(
            pl.when(is_it).then(pl.lit(value)).otherwise(name).alias(name)
            for name, value in lacks.items()
        ).with_columns(
            caveats=pl.when(is_it).then(pl.lit(["period_incomplete"])).otherwise("caveats")
        )
    marts._frames["fct_indicator_rates"] = rates
    lacking = tmp_path / "lacking.html"
    lacking.write_text(explorer_page(marts), "utf-8")
    ask(page, lacking.as_uri(), kind="month", measure="count", lines=f"RD@{own_id()}")
    rows = page.run(_ROWS)
    assert [rows[code]["value"] for code in ("RD-2022M03", "RD-2022M04")] == ["—", "≥2"]
    assert all(rows[code]["note"] for code in ("RD-2022M03", "RD-2022M04"))
    spots = page.run(
        """linesInTime(state)[0].spots.filter((s) => s.period.end.startsWith("2022"))
        .map((s) => [s.value === null, s.isHollow, s.isJoined])"""
    )
    # unknown; a part of a sum, which no line joins, also not to the month after it; whole again
    assert spots[2:6] == [
        [True, True, False],
        [False, True, False],
        [False, False, False],
        [False, False, True],
    ]


def test_lines_are_cut_where_the_definition_changed(
    page: Page, published: Published, tmp_path: Path
) -> None:
    marts = Snapshot(published.data)
    breaks = marts.table("reference", "definition_breaks")
    page_of = {}
    for effect, day in (("cuts", date(2023, 1, 1)), ("within", date(2022, 5, 1))):
        one = breaks.tail(1).with_columns(
            event_domain=pl.lit("road"), effective_from=pl.lit(day), allows_comparison=pl.lit(False)
        )
        marts._frames["definition_breaks"] = pl.concat([breaks, one])
        page_of[effect] = tmp_path / f"{effect}.html"
        page_of[effect].write_text(explorer_page(marts), "utf-8")
    joined = "linesInTime(state)[0].spots.filter((s) => s.isJoined).map((s) => yearOf(s.period))"
    seen = {"uncut": published.data.current.resolve() / "explorer.html"} | page_of
    found, drawn = {}, {}
    for effect, path in seen.items():
        ask(page, path.as_uri(), kind="year", lines=f"RD@{own_id()}")
        found[effect] = page.run(joined)
        drawn[effect] = page.run("document.querySelectorAll('#picture path.break').length")
    assert found == {"uncut": [2022, 2023], "cuts": [2022], "within": []}
    assert drawn == {"uncut": 0, "cuts": 1, "within": 1}


def test_two_counts_stand_where_the_first_is_too_few_for_a_percent(
    page: Page, explorer: str, marts: Snapshot
) -> None:
    ask(page, explorer, kind="year", lines=f"ND@{own_id()}")
    rates = marts["fct_indicator_rates"].filter(
        indicator_id="disaster_deaths_per_1m_population", region_id=own_id(), period_kind="year"
    )
    seen, checked = page.run(_ROWS), 0
    for end, before, now in (
        rates.drop_nulls(["prior_year_rate", "rate"])
        .select("period_end", "prior_year_numerator", "numerator")
        .iter_rows()
    ):
        row = seen[f"ND-{end.year}"]
        few = say("explorer_few", before=short(before), now=short(now), bound=5)
        assert (few in row["note"]) == (before < 5 and before + now > 0)
        assert (row["change_pct"] == "—") == (before < 5)
        checked += before < 5
    assert checked


def test_months_have_limits_signals_and_what_the_year_leads_to(
    page: Page, published: Published, tmp_path: Path
) -> None:
    marts = Snapshot(published.data)
    ends = {"median_count": 30.0, "lower_80_count": 20.0, "upper_80_count": 44.0, "months": 9}
    ahead = marts["fct_forecasts"].filter(
        indicator_id="road_deaths_per_10k_vehicles", period_end=date(2023, 9, 30)
    )
    marts._frames["fct_forecasts"] = ahead.with_columns(pl.lit(v).alias(n) for n, v in ends.items())
    peak = {"peak_period_end": date(2023, 3, 31), "indicator_id": "road_deaths_per_10k_vehicles"}
    peak |= {"region_id": own_id(), "rule": "monthly_count", "level": "red", "state": "over"}
    days = ("start_period_end", "end_period_end", "peak_first_day", "peak_last_day")
    peak |= dict.fromkeys(days, date(2023, 3, 31)) | {"value": 9.0, "expected": 3.0, "upper": 7.0}
    peak |= {"series": "road_accidents"}
    none = marts["fct_signal_episodes"].clear()
    marts._frames["fct_signal_episodes"] = pl.concat([none, pl.DataFrame([peak])], how="diagonal")
    made = tmp_path / "months.html"
    made.write_text(explorer_page(marts), "utf-8")
    ask(page, made.as_uri(), kind="month", measure="count", lines=f"RD@{own_id()}")
    row = page.run(_ROWS)["RD-2023M03"]
    assert say("level_red") in row["note"]
    assert "7" in row["note"]
    assert page.run("document.querySelectorAll('#picture .signal').length") == 1
    (rate,) = (
        marts["fct_indicator_rates"]
        .filter(
            indicator_id="road_deaths_per_10k_vehicles",
            region_id=own_id(),
            period_kind="month",
            period_end=date(2023, 3, 31),
        )
        .iter_rows(named=True)
    )
    limit = rate["rate_upper_95"] * rate["denominator"] / 1e4
    assert row["rate_upper_95"] == short(round(limit, 1))
    to = {"from": 2023, "to": 2023}
    ask(page, made.as_uri(), kind="ytd", measure="count", lines=f"RD@{own_id()}", **to)
    rows = page.run(_ROWS)
    told = [rows["RD-2023S09"][f"forecast_{name}"] for name in ("median", "lower", "upper")]
    assert told == ["30", "20", "44"]
    assert rows["RD-2023S08"]["forecast_median"] == "—"
    # the year is over: nothing lies ahead of it
    assert page.run("document.querySelectorAll('#picture .ahead').length") == 0
    page.run("DATA.forecasts[0].end = '2023-12-31'; render()")
    assert page.run("document.querySelectorAll('#picture .ahead').length") == 1
    assert page.errors == []


def test_a_break_that_joins_is_said_and_a_mixed_period_is_ringed(page: Page, explorer: str) -> None:
    ask(page, explorer, kind="year", lines=f"RD@{own_id()}")
    assert page.run("document.querySelectorAll('#picture .mixed').length") == 0
    one = "{ domain: 'road', day: '2022-05-01', what: '甲', source: '乙', cuts: %s }"
    page.run(f"DATA.breaks.push({one % 'false'}); render()")
    assert "2022-05-01" in page.run("document.getElementById('picture').textContent")
    assert page.run("document.querySelectorAll('#picture .mixed').length") == 0
    page.run(f"DATA.breaks.push({one % 'true'}); render()")
    assert page.run("document.querySelectorAll('#picture .mixed').length") == 1
    assert page.errors == []


def test_halves_stand_under_their_units(page: Page, explorer: str) -> None:
    head = "[...document.querySelectorAll('#figures th')].map((cell) => cell.textContent)"
    ask(page, explorer, kind="year", lines=f"RD@{own_id()}")
    assert {"分子（人）", "分母（辆）"} <= set(page.run(head))
    ask(page, explorer, kind="year", lines=f"RD@{own_id()},FD@{own_id()}")
    assert {"分子（人）", "分母", say("explorer_denominator_unit")} <= set(page.run(head))


def test_places_stand_beside_the_whole_and_a_year_beside_another(
    page: Page, explorer: str, marts: Snapshot
) -> None:
    year = 2023
    ask(page, explorer, view="places", lines=f"FD@{own_id()}", year=year, base=year - 1)
    seen = page.run(_ROWS)
    rates = marts["fct_indicator_rates"].filter(
        indicator_id="fire_deaths_per_100k_population", period_kind="year"
    )
    (indicator,) = marts.rows(IndicatorRow, code="FD")
    now = rows_of(with_notes(rates.filter(pl.col("period_end").dt.year() == year), "zh"), NotedRow)
    assert len(seen) > 10
    for row in now:
        wanted = as_shown(row, indicator)
        if wanted["code"] in seen:
            cells = seen[wanted["code"]]
            assert (cells["value"], cells["base"]) == (wanted["rate"], wanted["prior_year_rate"])
            assert cells["change_pct"] == wanted["change_pct"]
    # of places without vehicles the deaths stand with another rate that counts the same
    ask(page, explorer, view="places", measure="count", lines=f"RD@{own_id()}", year=year)
    page.run("document.querySelector('[data-sort=value]').click()")
    rows = page.run(_ROWS)
    assert [code.split("-")[0] for code in rows][:3] == ["RD", "RS", "RS"]
    counts = [float(row["value"].replace(",", "")) for row in rows.values() if row["value"] != "—"]
    assert counts == sorted(counts, reverse=True)
    for code, row in rows.items():
        figure = parse(code) if code else None
        if figure and figure.indicator == "RS":
            (mart,) = marts["fct_indicator_rates"].filter(
                indicator_id="road_deaths_per_100_accidents",
                region_id=figure.region_id,
                period_kind="year",
                period_end=figure.period_end,
            )["numerator"]
            assert row["value"] == short(mart)
            assert "RS" in row["note"]


def test_what_the_page_does_not_hold_is_not_said_to_be_missing(
    page: Page, explorer: str, marts: Snapshot
) -> None:
    part = marts["dim_region"].filter(parent_id=own_id())["region_id"][0]
    ask(page, explorer, kind="quarter", lines=f"FD@{own_id()},FD@{part}")
    assert say("explorer_not_held") in page.run("document.querySelector('#picture').textContent")
    notes = page.run("shown.rows.filter((r) => r.region !== OWN).map((r) => noteOf(r))")
    assert set(notes) == {say("explorer_not_held")}
    ask(page, explorer, kind="quarter", lines=f"FD@{part}")
    assert say("explorer_not_held") in page.run("document.querySelector('#picture').textContent")


def test_a_period_that_an_indicator_is_not_made_of_is_said_and_its_count_shown(
    page: Page, explorer: str, marts: Snapshot
) -> None:
    """Of gross product there are quarters; the counts of each month are known all the same."""
    own = {"region_id": own_id(), "period_kind": "month"}
    rates = marts["fct_indicator_rates"].filter(**own)
    assert rates.filter(indicator_id="production_accidents_per_100m_gdp").is_empty()
    ask(page, explorer, kind="month", measure="count", lines=f"PA@{own_id()}")
    seen = page.run(_ROWS)
    known = rates.filter("is_complete", indicator_id="production_deaths_per_100_accidents")
    assert known.height > 12
    taken = wordings("explorer_", "zh")["explorer_other_below"].format(code="PS")
    for end, count in known.select("period_end", "denominator").iter_rows():
        row = seen[f"PS-{end:%YM%m}"]
        assert row["value"] == short(count)
        assert taken in row["note"]
    ask(page, explorer, kind="month", lines=f"PI@{own_id()}")
    (gdp,) = marts.rows(SeriesRow, series="gdp_yuan")
    told = say("explorer_no_kind", over=gdp["name_zh"])
    assert told in page.run("document.querySelector('#picture').textContent")
    assert page.errors == []


def test_marks_of_an_axis_are_written_alike(page: Page, explorer: str) -> None:
    ask(page, explorer, kind="year", measure="over", lines=f"RD@{own_id()}")
    texts = page.run(
        "[...document.querySelectorAll('#picture text')].map((one) => one.textContent)"
    )
    assert sum(text.endswith("万") for text in texts) > 1
    assert not [text for text in texts if re.fullmatch(r"\d+,\d{3}", text)]


def test_a_telephone_shows_each_row_whole(page: Page, explorer: str) -> None:
    page.open(explorer, 390)
    box = "document.querySelector('.wide')"
    assert page.run(f"{box}.scrollWidth <= {box}.clientWidth")
    last = "document.querySelector('#figures tbody tr .code').getBoundingClientRect()"
    assert 0 < page.run(f"{last}.right") <= 390


def test_a_warehouse_without_figures_says_so(
    page: Page, published: Published, tmp_path: Path
) -> None:
    marts = Snapshot(published.data)
    marts._frames["fct_indicator_rates"] = marts["fct_indicator_rates"].clear()
    empty = tmp_path / "empty.html"
    empty.write_text(explorer_page(marts), "utf-8")
    for view in ("time", "years", "places"):
        ask(page, empty.as_uri(), view=view)
        assert say("explorer_nothing") in page.run("document.getElementById('picture').textContent")
    assert page.errors == []


def test_years_beside_each_other_say_which_cannot_be_compared(page: Page, explorer: str) -> None:
    asked = {"view": "years", "kind": "month", "measure": "count", "lines": f"FA@{own_id()}"}
    ask(page, explorer, **asked)
    labels = page.run("shown.labels")
    assert len(labels) in (3, 4)
    ask(page, explorer, **asked, to=2021)
    # the year before the wider count of fires, if the data have it, is marked
    marked = [label for label in page.run("shown.labels") if "不可比" in label]
    assert marked == [label for label in page.run("shown.labels") if int(label[:4]) < 2021]


def test_keys_alone_reach_everything(page: Page, explorer: str) -> None:
    ask(page, explorer, kind="year", lines=f"RD@{own_id()},FD@{own_id()}")
    focused = "document.activeElement.id || document.activeElement.className || document.activeElement.name"
    order = []
    for _ in range(45):
        page.press("Tab")
        order.append(page.run(focused))
        outline = page.run("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", order[-1]
        if order[-1] == "code":
            break
    for wanted in ("view", "kind", "measure", "indicator0", "region1", "add", "picture", "csv"):
        assert wanted in order, order
    assert order[-1] == "code"  # one stop for all codes
    first = page.run("document.activeElement.textContent")
    page.press("ArrowDown")
    second = page.run("document.activeElement.textContent")
    assert first != second
    assert {parse(first).indicator, parse(second).indicator} == {"RD", "FD"}
    page.press("Enter")
    page.wait("document.getElementById('said').textContent")
    assert second in page.run("document.getElementById('said').textContent")
    page.run("document.getElementById('picture').focus()")
    page.press("Home")
    told = page.run("document.getElementById('readout').textContent")
    page.press("ArrowRight")
    page.press("ArrowDown")
    after = page.run("document.getElementById('readout').textContent")
    assert told != after
    assert "道路" in told
    assert "火灾" in after
    assert page.errors == []


def test_a_link_shows_the_same_again_and_nonsense_shows_the_default(
    page: Page, explorer: str
) -> None:
    page.open(explorer)
    page.run(
        "const kind = document.getElementById('kind'); kind.value = 'quarter'; kind.onchange()"
    )
    page.run("document.getElementById('add').click()")
    address, rows = page.run("location.href"), page.run(_ROWS)
    assert "kind=quarter" in address
    page.open(address)
    assert page.run(_ROWS) == rows
    page.open(f"{explorer}#view=x&kind=__proto__&lines=%3Cb%3E@1,QQ@{own_id()}&from=abc&sort=<i>")
    assert page.run("document.querySelectorAll('#figures tbody tr').length") > 0
    assert page.errors == []


def test_published_rates_are_shown_and_called_so(
    page: Page, explorer: str, marts: Snapshot
) -> None:
    ask(page, explorer, kind="year", lines=f"RD@{own_id()},RD@100000")
    row = """[...document.querySelectorAll("#figures tbody tr")].map((row) => Object.fromEntries(
      [...row.cells].map((cell) => [cell.dataset.column, cell.textContent])))"""
    nation = {row["period"]: row for row in page.run(row) if row["region"] == "全国"}
    stated = marts["fct_indicator_rates"].filter(
        pl.col("national_rate").is_not_null(),
        indicator_id="road_deaths_per_10k_vehicles",
        region_id=own_id(),
        period_kind="year",
    )
    for end, rate in stated.select("period_end", "national_rate").iter_rows():
        assert nation[f"{end.year}年"]["rate"] == number(rate, 2)
        assert f"公布值{rate:g}" in nation[f"{end.year}年"]["note"]
    assert stated.height > 0


def test_a_rate_without_a_denominator_by_place_points_to_the_count(
    page: Page, explorer: str
) -> None:
    ask(page, explorer, kind="year", lines="RD@150621100", **{"from": 2024, "to": 2024})
    said = page.run("document.getElementById('picture').textContent")
    assert "机动车保有量没有所属各地区的数" in said
    ask(page, explorer, kind="year", measure="count", lines="RD@150621100")
    assert "机动车保有量没有" not in page.run("document.getElementById('picture').textContent")


def test_a_verdict_says_how_far_it_goes(page: Page, published: Published, tmp_path: Path) -> None:
    marts = Snapshot(published.data)
    short_of = pl.col("year").cast(pl.Int64) - 2
    marts._frames["fct_verdicts"] = marts["fct_verdicts"].with_columns(last_year=short_of)
    made = tmp_path / "older.html"
    made.write_text(explorer_page(marts), "utf-8")
    ask(page, made.as_uri(), kind="year", lines=f"RD@{own_id()}")
    said = {code: row["verdict"] for code, row in page.run(_ROWS).items() if row["verdict"]}
    assert said
    assert all(f"（只到{int(code[3:7]) - 2}年）" in verdict for code, verdict in said.items())


def test_what_is_seen_can_be_taken_along(
    page: Page, explorer: str, marts: Snapshot, tmp_path: Path
) -> None:
    ask(page, explorer, kind="quarter", measure="count", lines=f"FA@{own_id()}", sort="value-")
    page.downloads_to(tmp_path)
    rows = list(page.run(_ROWS).values())
    for button in ("csv", "svg", "png"):
        page.run(f"document.getElementById('{button}').click()")
        page.wait(f"document.getElementById('said').textContent.endsWith('.{button}')")
    deadline = time.monotonic() + 20
    while len([p for p in tmp_path.iterdir() if p.suffix in (".csv", ".svg", ".png")]) < 3:
        assert time.monotonic() < deadline, list(tmp_path.iterdir())
        time.sleep(0.1)
    (table,), (svg,), (png,) = (list(tmp_path.glob(f"*.{kind}")) for kind in ("csv", "svg", "png"))
    raw = table.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    head, *lines = csv.reader(raw.decode("utf-8-sig").splitlines())
    assert head[:4] == ["报表期", "指标", "地区", "数值"]
    assert head[-1] == "来源"
    (said,) = {line.pop() for line in lines}
    assert said == foot(marts, f"{date.today()}", "zh")
    assert say("chart_foot_sample") in said
    drawn = re.sub(r"<[^>]+>", "", svg.read_text("utf-8"))
    assert drawn.replace(" ", "").endswith(said.replace(" ", ""))
    plain = [[cell.replace(",", "").replace("—", "") for cell in row.values()] for row in rows]
    assert [[cell.replace(",", "") for cell in line] for line in lines] == plain
    assert svg.read_text("utf-8").startswith("<svg")
    assert png.read_bytes().startswith(b"\x89PNG")


def test_hostile_names_are_shown_and_do_not_run(
    page: Page, published: Published, tmp_path: Path
) -> None:
    marts = Snapshot(published.data)
    for mart in ("dim_indicator", "dim_region", "dim_series"):
        frame = marts[mart]
        names = pl.lit(_HOSTILE) + frame["name_zh"]
        marts._frames[mart] = frame.with_columns(name_zh=names)
    hostile = tmp_path / "hostile.html"
    hostile.write_text(explorer_page(marts), "utf-8")
    for view in ("time", "years", "places"):
        ask(page, hostile.as_uri(), view=view)
        assert "onerror" in page.run("document.getElementById('picture').textContent")
        assert page.run("document.title") == say("explorer_title")
        assert page.run("document.querySelectorAll('img').length") == 0
    assert page.run("csvCell('=1+1')") == "'=1+1"
    assert page.run("csvCell('-0.5')") == "-0.5"
    assert page.errors == []


def test_the_verb_writes_it_in_both_languages(
    page: Page, published: Published, marts: Snapshot, tmp_path: Path
) -> None:
    out = tmp_path / "own" / "explorer.html"
    asked = ["explore", "--data", str(published.data.root), "--out", str(out), "--lang", "en"]
    answer = CliRunner().invoke(app, asked)
    assert answer.exit_code == 0, answer.output
    assert str(out) in answer.output.replace("\n", "")
    page.open(out.as_uri())
    han = re.compile(r"[一-鿿]")
    assert not han.search(page.run("document.body.innerText"))
    (series,) = marts.rows(SeriesRow, series="road_deaths")
    assert series["name_en"] in page.run("document.body.textContent")


def test_the_script_says_only_what_is_worded() -> None:
    folder = PROJECT / "analysis/pages/templates/explorer"
    script = "".join(path.read_text("utf-8") for path in folder.iterdir())
    said = set(re.findall(r'"(explorer_\w+)(?<!_)"', script))
    assert len(said) > 30
    assert said <= wordings("explorer_", "zh").keys()


def test_beside_the_nation_the_axis_begins_with_our_own_figures(
    page: Page, explorer: str, marts: Snapshot
) -> None:
    rates = marts["fct_indicator_rates"].filter(indicator_id="road_deaths_per_10k_vehicles")
    own = rates.filter(region_id=own_id(), period_kind="year")["period_end"].min()
    assert isinstance(own, date)
    first = "shown.placed[0][0].period.end"
    ask(page, explorer, view="time", kind="year", lines=f"RD@{own_id()},RD@100000")
    assert page.run(first) == f"{own}"
    older = say("explorer_older", year="1").split("1")[0]
    assert older in page.run("document.getElementById('picture').textContent")  # and where they are
    ask(page, explorer, view="time", kind="year", lines="RD@100000")
    start = page.run(first)
    assert start < f"{own}"
    year = int(start[:4])
    lines = f"RD@{own_id()},RD@100000"
    ask(page, explorer, view="time", kind="year", lines=lines, **{"from": year})
    assert page.run(first) == start
    assert older not in page.run("document.getElementById('picture').textContent")
