"""One measured step in a process of its own: prints seconds and the peak memory of it and its
children as JSON. ``python -m bench.steps STEP DATA [ARGS]``."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from analysis.base.settings import DataDir, layouts_folder


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


def read_bare(data: DataDir, extension: str) -> Callable[[], object]:
    """The cells alone, untyped, by the fastest library: polars and fastexcel."""
    import fastexcel
    import polars as pl

    def csv(path: Path) -> int:
        text = path.read_bytes()
        if not text.startswith(b"\xef\xbb\xbf"):
            text = text.decode("gb18030").encode()
        options = {"has_header": False, "infer_schema": False, "truncate_ragged_lines": True}
        return pl.read_csv(text, **options).height

    def excel(path: Path) -> int:
        book = fastexcel.read_excel(path)
        sheets = (book.load_sheet(n, header_row=None, dtypes="string") for n in book.sheet_names)
        return sum(sheet.total_height for sheet in sheets)

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
    command = [sys.executable, "-m", "analysis.cli", "build", "--data", str(data.root)]

    def work() -> str:
        before = data.current.readlink()
        subprocess.run(command, check=True, capture_output=True)
        assert data.current.readlink() == before, "something was built"
        return before.name

    return work


def hand_written(data: DataDir) -> Callable[[], object]:
    from bench.hand_written import transform

    return lambda: transform(data, data.root / "hand.duckdb")


def pandas(data: DataDir) -> Callable[[], object]:
    from bench.in_pandas import transform

    return lambda: len(transform(data)[0])


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

    def work() -> str:
        return str(write_report(Findings.of_year(Snapshot(data)), data.reports).docx)

    return work


STEPS = (
    read_ours,
    read_pandas,
    read_bare,
    ingest,
    build,
    proved,
    hand_written,
    pandas,
    charts,
    report,
)


def _peak() -> Iterator[int]:
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        yield resource.getrusage(who).ru_maxrss // 1024


def main() -> None:
    name, root, *rest = sys.argv[1:]
    prepare = next(step for step in STEPS if step.__name__ == name)
    work = prepare(DataDir(Path(root)), *rest)  # imports are not measured
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "peak_mb": max(_peak()), "result": str(result)}))


if __name__ == "__main__":
    main()
