"""One measured step in a process of its own: prints CPU seconds of it and its children as JSON. ``python -m bench.steps STEP DATA [ARGS]``."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from analysis.base.settings import DataDir, layouts_folder
from bench.processes import cpu_seconds


def _files(data: DataDir, extension: str) -> list[Path]:
    return sorted(path for path in data.inbox.rglob(f"*{extension}") if path.is_file())


def read_ours(data: DataDir, extension: str) -> Callable[[], object]:
    from analysis.forms.layout import form_of, load_layouts
    from analysis.forms.periods import find_period
    from analysis.reading.whole_file import read_file

    layouts = load_layouts(layouts_folder())

    def work() -> int:
        rows = 0
        for path in _files(data, extension):
            layout = form_of(path.stem, layouts)
            period = layout.period.settle(find_period(path.stem))
            rows += read_file(path, path.name, layout, period).counts["accepted"]
        return rows

    return work


def read_pandas(data: DataDir, extension: str) -> Callable[[], object]:
    from bench.in_pandas import read_csv, read_excel

    read = read_csv if extension == ".csv" else read_excel
    return lambda: sum(len(read(path)) for path in _files(data, extension))


def read_pandas_by_calamine(data: DataDir, extension: str) -> Callable[[], object]:
    from bench.in_pandas import read_excel

    return lambda: sum(len(read_excel(path, "calamine")) for path in _files(data, extension))


def read_bare(data: DataDir, extension: str) -> Callable[[], object]:
    """All cells as frames of text and no more, by the fastest library: polars and fastexcel."""
    import fastexcel
    import polars as pl

    def csv(path: Path) -> int:
        text = path.read_bytes()
        if not text.startswith(b"\xef\xbb\xbf"):
            text = text.decode("gb18030").encode()
        # a title above the header has one cell alone, by which polars would take but one column
        width = max(line.count(b",") for line in text.split(b"\n", 20)[:20]) + 1
        cells = {f"c{n}": pl.String for n in range(width)}
        options = {"has_header": False, "extra_columns": "ignore", "missing_columns": "insert"}
        return pl.read_csv(text, schema=cells, **options).height

    def excel(path: Path) -> int:
        book = fastexcel.read_excel(path)
        sheets = (book.load_sheet(n, header_row=None, dtypes="string") for n in book.sheet_names)
        return sum(sheet.to_polars().height for sheet in sheets)

    read = csv if extension == ".csv" else excel
    return lambda: sum(read(path) for path in _files(data, extension))


def ingest(data: DataDir) -> Callable[[], object]:
    from analysis.ingest.run import ingest as run

    return lambda: run(data, layouts_folder()).files_read


def build(data: DataDir) -> Callable[[], object]:
    from analysis.pipeline import build as run

    def work() -> int:
        result = run(data)
        assert result.is_published, result.failures
        return result.build.models_built

    return work


def proved(data: DataDir) -> Callable[[], object]:
    """The command with nothing new, as a scheduler starts it."""
    before = data.current.readlink()
    build = command(data, "build")

    def work() -> str:
        build()
        assert data.current.readlink() == before, "something was built"
        return before.name

    return work


def command(data: DataDir, *words: str) -> Callable[[], object]:
    """A command as a user types it."""
    line = [sys.executable, "-m", "analysis.cli", *words]
    if words != ("--help",):
        line += ["--data", str(data.root)]
    return lambda: subprocess.run(line, check=True, capture_output=True).returncode


def floor(data: DataDir) -> Callable[[], object]:
    """All that a build compiles, without dbt."""
    from bench.floor import compiled, replay

    manifest = compiled(data)
    folder = Path(tempfile.mkdtemp(dir=data.root))
    return lambda: replay(data, manifest, folder)


def hand_written(data: DataDir) -> Callable[[], object]:
    from bench.hand_written import transform

    return lambda: transform(data, data.root / "hand.duckdb")


def pandas(data: DataDir) -> Callable[[], object]:
    from bench.in_pandas import transform

    return lambda: len(transform(data)[0])


def polars(data: DataDir) -> Callable[[], object]:
    from bench.in_polars import transform

    return lambda: transform(data, data.root / "polars")


def charts(data: DataDir) -> Callable[[], object]:
    from analysis.charts import chart_set
    from analysis.findings import Findings
    from analysis.marts import Snapshot
    from analysis.pages.gallery import Wanted, numbered, write_gallery

    def work() -> int:
        findings = Findings.of_year(Snapshot(data))
        charts = numbered(chart_set(findings))
        return len(write_gallery(charts, findings, data.reports / "charts", Wanted())[0])

    return work


def report(data: DataDir) -> Callable[[], object]:
    from analysis.findings import Findings
    from analysis.marts import Snapshot
    from analysis.report import write_report

    marts = Snapshot(data)
    with marts.connect() as warehouse:
        named = "select schema, name from (show all tables) where schema in ('marts', 'reference')"
        tables = warehouse.sql(named).fetchall()
    for schema, name in tables:  # reading is no part of the report's price
        marts.table(schema, name)

    def work() -> str:
        return str(write_report(Findings.of_year(marts), data.reports).docx)

    return work


STEPS = (
    read_ours,
    read_pandas,
    read_pandas_by_calamine,
    read_bare,
    ingest,
    build,
    proved,
    command,
    floor,
    hand_written,
    pandas,
    polars,
    charts,
    report,
)


def main() -> None:
    name, root, *rest = sys.argv[1:]
    prepare = next(step for step in STEPS if step.__name__ == name)
    work = prepare(DataDir(Path(root)), *rest)  # imports are not measured
    before = cpu_seconds()
    result = work()
    print(json.dumps({"seconds": cpu_seconds() - before, "result": str(result)}))


if __name__ == "__main__":
    main()
