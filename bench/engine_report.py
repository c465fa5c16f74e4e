"""``bench/engines.md`` from what was measured: what engines took, lines through it, when to move to which,
and a plan for more rows than were tried."""

from collections.abc import Sequence
from math import inf

from bench.growth import Line, crossing, line, short, table
from bench.runs import EQUAL, Run

NAMES = {
    "duckdb": "DuckDB",
    "lake": "DuckLake on PostgreSQL",
    "spark": "Spark, local[2]",
    "spark_many": "Spark, local[2], sizes for many rows",
    "cluster": "Spark, master and two workers, sizes for many rows",
}
_DUCKDB_CORES, _SPARK_CORES = (2, 16, 64), (2, 16, 64, 256, 1024)
_WRITERS = (1, 2, 5, 20, 100)
_PLANNED, _NATION = 1e9, 2844
_NIGHT, _CORES_EACH = 8 * 3600, 16
_GIGABYTES = (8, 32, 128)
_ROWS_A_COUNTY = 5000 * 5  # accidents of all four forms in five years, a large county

_HEAD = """# What engines cost

Written by `make bench-engines` from `bench/engines.csv`. One invented province, the same rows for every engine: raw parquet as
ingest leaves it, {counties} counties of three towns, five years, a hand-in for each county, form and month (or quarter, or year). A
run is dbt's: seeds, models and all data tests. CPU seconds are of all processes that took part (dbt, Spark's JVMs, PostgreSQL), from the
start of the build until the last of them had ended, without the start of servers that go on running; memory is the most that all
had at once. The clock says little where others use the machine too.
"""

_ASSUMED = """
What is assumed, and was not measured: the fixed part keeps to one core, the part that grows with the rows is divided evenly among the cores
(disks and networks keep up), and lines go on as they began. All is in favour of more cores, so a cluster is worth it later than stands here, not
sooner. A run on two cores says nothing of what a network between machines costs.
"""


def report(runs: Sequence[Run]) -> str:
    """The whole page."""
    whole = [one for one in runs if one.is_whole]
    counties = max((one.counties for one in runs), key=[r.counties for r in runs].count)
    main = [one for one in whole if one.counties == counties]
    lines = {name: _lines(main, name) for name in NAMES if any(r.engine == name for r in main)}
    parts = [_HEAD.format(counties=counties), *_wrong(runs), *_measured(runs)]
    if lines:
        parts += [*_through(lines, main), *_counties(whole), *_crossings(lines)]
        parts += [*_clock(lines), *_writers(lines), *_plan(lines)]
        parts += [
            f"More than {short(max(one.accidents for one in whole))} accidents were not measured."
        ]
    return "\n".join(parts) + "\n"


Lines = dict[str, dict[str, Line]]


def _lines(runs: Sequence[Run], engine: str) -> dict[str, Line]:
    """Of each thing measured, the line through the sizes."""
    own = [one for one in runs if one.engine == engine]
    sizes = [float(one.accidents) for one in own]
    names = ("cpu", "peak_mb", "shuffled_mb", "raw_mb", "built_mb")
    return {name: line(sizes, [getattr(one, name) for one in own]) for name in names}


def _said(number: float, digits: int = 0) -> str:
    return f"{round(number, digits) + 0.0:,.{digits}f}"  # no minus before nought


def _wrong(runs: Sequence[Run]) -> list[str]:
    bad = [one for one in runs if one.is_wrong]
    return [
        f"**NOT EQUAL: {NAMES[one.engine]} at {one.accidents:,} accidents: {one.outcome}.**\n"
        for one in bad
    ]


def _measured(runs: Sequence[Run]) -> list[str]:
    head = ("accidents", "counties", "engine", "CPU s", "clock s", "memory MB", "shuffled MB")
    head += ("raw MB", "built MB", "its marts beside DuckDB's", "day", "machine")
    rows = []
    for one in runs:
        found = [one.cpu, one.wall, one.peak_mb, one.shuffled_mb, one.raw_mb, one.built_mb]
        cells = [_said(value) if one.cpu else "" for value in found]
        outcome = "themselves" if one.outcome == EQUAL and one.engine == "duckdb" else one.outcome
        about = [f"{one.accidents:,}", f"{one.counties:,}", NAMES[one.engine]]
        rows.append([*about, *cells, outcome, one.day, one.machine])
    words = "Equal: rows of every mart, and of each column values and their sum (letters of texts), floats to 1e-9."
    return ["## Measured", "", *table(head, rows), "", words, ""]


def _through(lines: Lines, runs: Sequence[Run]) -> list[str]:
    head = ("engine", "sizes", "CPU s, fixed", "and a million rows", "memory MB, fixed")
    head += ("and a million rows", "built MB a million rows", "shuffled MB a million rows")
    rows = []
    for name, own in lines.items():
        sizes = ", ".join(short(r.accidents) for r in runs if r.engine == name)
        cpu, peak = own["cpu"], own["peak_mb"]
        found = [_said(cpu.fixed), _said(cpu.each * 1e6, 2), _said(peak.fixed)]
        found += [_said(peak.each * 1e6)]
        found += [_said(own[what].each * 1e6, 1) for what in ("built_mb", "shuffled_mb")]
        rows.append([NAMES[name], sizes, *found])
    return ["## Lines through the sizes", "", *table(head, rows), ""]


def _counties(runs: Sequence[Run]) -> list[str]:
    """What a county more costs each engine whatever its rows, and how many fit in DuckDB's memory."""
    head = ("engine", "counties", "accidents", "CPU s, a county more", "memory MB", "built MB")
    head += (f"CPU s of a nation's {_NATION:,}", "memory GiB")
    rows, fits = [], ""
    for engine, name in NAMES.items():
        if not (found := _of_several_counties(runs, engine)):
            continue
        numbers = [one.counties for one in found]
        cpu, peak, built = (
            line(numbers, [getattr(one, what) for one in found])
            for what in ("cpu", "peak_mb", "built_mb")
        )
        about = [name, ", ".join(map(str, numbers)), short(found[0].accidents)]
        cells = [_said(cpu.each, 2), _said(peak.each, 1), _said(built.each, 1)]
        rows.append([*about, *cells, _said(cpu.at(_NATION)), _said(peak.at(_NATION) / 1024)])
        if engine == "duckdb":
            most = [f"{peak.rows_within(size * 1024):,.0f} in {size} GiB" for size in _GIGABYTES]
            fits = f" In DuckDB so many fit: {', '.join(most)}."
    if not rows:
        return []
    words = (
        f"Whatever its rows: periods, series and conclusions of each place.{fits} With {_ROWS_A_COUNTY:,} accidents each in five "
        f"years a nation has {short(_NATION * _ROWS_A_COUNTY)} rows. Spark's memory is what its heap was given."
    )
    return ["## Counties", "", *table(head, rows), "", words, ""]


def _of_several_counties(runs: Sequence[Run], engine: str) -> list[Run]:
    """Runs of an engine at the size that most numbers of counties were measured at, where there are several."""
    own = [one for one in runs if one.engine == engine]
    sizes = sorted({one.accidents for one in own})
    found = max(([r for r in own if r.accidents == size] for size in sizes), key=len, default=[])
    return found if len(found) > 1 else []


def _crossings(lines: Lines) -> list[str]:
    head = ["takes less CPU than", *(NAMES[name] for name in lines)]
    rows = [
        [NAMES[one], *("" if a == one else less(own["cpu"], b["cpu"]) for a, b in lines.items())]
        for one, own in lines.items()
    ]
    return ["## Where the lines cross, on this machine", "", *table(head, rows), ""]


def less(own: Line, other: Line) -> str:
    """Up to or from which number of rows `own` takes less than `other`."""
    if (start := crossing(other, own)) < inf:
        return f"from {short(start)}" if start else "always"
    end = crossing(own, other)
    return {0.0: "never", inf: "always"}.get(end) or f"up to {short(end)}"


def _clock(lines: Lines) -> list[str]:
    """When Spark on so many cores ends before DuckDB on one machine's, and what DuckDB does in a night."""
    duckdb = lines.get("duckdb")
    sparks = [own["cpu"] for name, own in lines.items() if name not in ("duckdb", "lake")]
    if not duckdb or not sparks:
        return []
    spark = min(sparks, key=lambda one: one.each)
    head = ["DuckDB on one machine of", "does in a night of 8 hours"]
    head += [f"Spark on {cores} cores ends sooner from" for cores in _SPARK_CORES]
    rows = []
    for cores in _DUCKDB_CORES:
        own = duckdb["cpu"].on(cores)
        sooner = [short(crossing(own, spark.on(other))) for other in _SPARK_CORES]
        rows.append([f"{cores} cores", f"{short(own.rows_within(_NIGHT))} rows", *sooner])
    words = "Spark is the one of the lines above whose rows cost least."
    return ["## When to move", "", *table(head, rows), "", words, _ASSUMED]


def _writers(lines: Lines) -> list[str]:
    if not {"duckdb", "lake"} <= lines.keys():
        return []
    head = ("who build in the same tables at once", "DuckDB's file: the last has waited")
    head += ("a lake, each schema one builder, 2 cores", "a lake, a core each")
    rows = []
    for writers in _WRITERS:
        alone, lake = lines["duckdb"]["cpu"].at(1e6), lines["lake"]["cpu"].at(1e6)
        took = (alone * writers, lake * writers / min(2, writers), lake)
        rows.append([f"{writers}", *(f"{seconds:,.0f} s" for seconds in took)])
    words = "Of builds of a million rows, their CPU seconds taken as the clock's. A file of DuckDB's has one writer, and who waits is told so."
    return ["## Writers", "", *table(head, rows), "", words, ""]


def _plan(lines: Lines) -> list[str]:
    head = ("engine", "cores", "machines", "CPU hours", "minutes of the clock", "memory GB")
    head += ("raw GB", "built GB", "shuffled GB")
    rows = []
    for name, own in lines.items():
        if name == "lake":
            continue
        for cores in _DUCKDB_CORES if name == "duckdb" else _SPARK_CORES[1:]:
            gigabytes = [
                own[what].at(_PLANNED) / 1e3
                for what in ("peak_mb", "raw_mb", "built_mb", "shuffled_mb")
            ]
            machines = 1 if name == "duckdb" else -(-cores // _CORES_EACH)
            hours, minutes = own["cpu"].at(_PLANNED) / 3600, own["cpu"].on(cores).at(_PLANNED) / 60
            cells = [_said(hours, 1), _said(minutes, 1), *map(_said, gigabytes)]
            rows.append([NAMES[name], f"{cores}", f"{machines}", *cells])
    words = (
        f"On paper, from the lines above: machines of {_CORES_EACH} cores for Spark. Memory is the line's, and less will do: DuckDB "
        f"goes over to its disk beyond `build_memory_mb`, Spark beyond what its executors have."
    )
    return [f"## A plan for {_PLANNED:,.0f} rows", "", *table(head, rows), "", words]
