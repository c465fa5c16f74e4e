"""An invented province, straight as the raw parquet that ingest would have left: hand-ins of every county
and month, denominators, and any number of accidents."""

import os
import sys
from calendar import monthrange
from datetime import date, datetime, time, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from analysis.base.settings import DataDir, layouts_folder
from analysis.forms.layout import Layout, load_layouts
from analysis.ingest.run import When, joined, write_tables
from analysis.ingest.store import RawStore
from analysis.warehouse.before import nothing_before, write_before
from analysis.warehouse.build_log import BuildLog
from analysis.warehouse.home import use
from bench.invented_accidents import (
    MONTHS_OF,
    TOWNS,
    YEARS,
    County,
    hand_in_id,
    raw_accidents,
    split,
)
from tests.homes import write_regions

_AS_OF = date(YEARS[-1] + 1, 3, 1)
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_PROVINCE = "990000"
_SEED = 1
# by form, the series of each period that it gives: of a person, and how it grows from period to period
_MEASURED = {
    "gdp": {"gdp_yuan": 7e4},
    "motor_vehicles": {"motor_vehicles": 0.3},
    "population": {"population": 1.0, "urban_population": 0.6},
}
_PEOPLE = 25e6


def invented(counties: int) -> list[County]:
    """Some counties large, many small, in cities of ten; at most 980."""
    names = [f"{''.join(three)}县" for three in product(_BRANCHES, _BRANCHES, _STEMS)][:counties]
    shares = np.random.default_rng([_SEED, 0]).lognormal(0, 0.7, counties)
    return [
        County(f"99{n // 10 + 1:02}{n % 10 + 1:02}", name, share / shares.sum())
        for n, (name, share) in enumerate(zip(names, shares.tolist(), strict=True))
    ]


def enter(data: DataDir) -> None:
    """Have this process and those that it starts read the province's seeds."""
    os.environ["SAFETY_HOME"] = str(data.root / "home")
    use(data)


def write_province(data: DataDir, accidents: int, counties: int = 100) -> None:
    """Write home, raw rows and register of a province below `data`, and `enter` it."""
    places = invented(counties)
    _write_home(data.root / "home", places)
    enter(data)
    layouts = load_layouts(layouts_folder())
    RawStore(data.raw).prepare(layouts.values(), [])
    hand_ins, values = [], []
    for place, counts in zip(places, split(accidents, places, _SEED), strict=True):
        for form, n in counts.items():
            rows, periods = raw_accidents(layouts[form], place, n, _SEED)
            path = data.raw / form / place.region_id / "all.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            rows.write_parquet(path)
            hand_ins += [_hand_in(layouts[form], place, *about) for about in periods.items()]
        for form, series in _MEASURED.items():
            told = [_hand_in(layouts[form], place, first, 1) for first in _firsts(layouts[form])]
            hand_ins += told
            values += [_value(place, *one, about) for about in told for one in series.items()]
    _write_register(data, layouts, hand_ins, values)


def _write_home(home: Path, places: list[County]) -> None:
    rows = [(_PROVINCE, "澄南省", "Chengnan", "province", "")]
    for city in sorted({place.region_id[:4] for place in places}):
        name = f"{_STEMS[int(city[2:]) % 10]}州市" + "二" * (int(city[2:]) // 10)
        rows.append((f"{city}00", name, f"City {city}", "city", _PROVINCE))
    for place in places:
        own = place.region_id
        rows.append((own, place.name_zh, f"County {own}", "county", f"{own[:4]}00"))
        rows += [(f"{own}{100 + n}", t, f"Town {n}", "town", own) for n, t in enumerate(TOWNS)]
    write_regions(home, _PROVINCE, tuple(rows))


def _firsts(layout: Layout) -> list[str]:
    months = range(1, 13, MONTHS_OF[layout.period.kind])
    return [f"{year}-{month:02}" for year in YEARS for month in months]


def _hand_in(layout: Layout, place: County, first: str, rows: int) -> dict[str, Any]:
    """The row of the register of a hand-in whose period begins with the month `first`."""
    start = date.fromisoformat(f"{first}-01")
    month = start.month + MONTHS_OF[layout.period.kind] - 1
    end = start.replace(month=month, day=monthrange(start.year, month)[1])
    received = datetime.combine(end, time(9)) + timedelta(days=4)
    counts = dict.fromkeys(("header", "quarantined", "total", "note", "blank"), 0)
    return {
        "hand_in_id": hand_in_id(layout.form, place, first),
        "path": f"{place.name_zh}/{layout.file_stems[0]}_{first}.csv",
        "form": layout.form,
        "event_domain": layout.event_domain,
        "reporting_region_id": place.region_id,
        "department": layout.department,
        "period": first,
        "period_start": start,
        "period_end": end,
        "received_at": received,
        "last_received_at": received,
        "status": "accepted",
        "waits": False,
        "released": False,
        **{f"rows_{name}": n for name, n in counts.items()},
        "rows_read": rows,
        "rows_accepted": rows,
        "layout_version": layout.version,
    }


def _value(place: County, series: str, each: float, about: dict[str, Any]) -> dict[str, Any]:
    """What a hand-in says of a series: a flow is the sum since January."""
    start, end = about["period_start"], about["period_end"]
    is_flow = series.startswith("gdp")
    growth = 1.03 ** (end.year - YEARS[0])
    return {
        "series": series,
        "reporting_region_id": place.region_id,
        "period_start": start.replace(month=1) if is_flow else None,
        "period_end": end,
        "value": round(_PEOPLE * place.share * each * growth * (end.month / 12 if is_flow else 1)),
        "hand_in_id": about["hand_in_id"],
        "source_sheet": "数据",
        "source_row": 4,
        "source_cell": "B4",
        "is_corrected": False,
    }


def _write_register(
    data: DataDir,
    layouts: dict[str, Layout],
    hand_ins: list[dict[str, Any]],
    values: list[dict[str, Any]],
) -> None:
    """The tables of an ingest of nothing, with what was handed in."""
    register = data.raw / "register"
    ingested = joined([], layouts, [], When())
    for name, rows in (("hand_ins", hand_ins), ("measured", values)):
        schema = ingested.tables[name].schema
        columns = {column: [row.get(column) for row in rows] for column in schema}
        ingested.tables[name] = pl.DataFrame(columns, schema=schema)
    write_tables(ingested, register)
    run = {"build_id": ["bench"], "as_of": [_AS_OF], "drift_accepted_because": [None]}
    pl.DataFrame(run, schema_overrides={"drift_accepted_because": pl.String}).write_parquet(
        register / "run.parquet"
    )
    BuildLog(data.warehouse).table().write_parquet(register / "builds.parquet")
    write_before(nothing_before(), register)


if __name__ == "__main__":
    write_province(DataDir(Path(sys.argv[1])), int(sys.argv[2]), int(sys.argv[3]))
