"""Two promises on one pack: personal values are nowhere but in the archive, and text that would run
somewhere is shown as text everywhere.

The pack has a file of every form, filled from its layout: a personal value in every personal column,
and in every column of free text the same values, labelled as people are in such text.
"""

import re
import zipfile
from pathlib import Path

import nbformat
import polars as pl
import pytest
from docx import Document
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from analysis.base.settings import PROJECT, DataDir, layouts_folder
from analysis.base.workbook import write_xlsx
from analysis.cli import app
from analysis.forms.column import Column
from analysis.forms.layout import Layout, load_layouts
from analysis.forms.words import words_of
from analysis.marts import Snapshot, connect
from analysis.pipeline import build
from analysis.sample import write_sample
from tests.files import csv_file, production_file, production_row
from tests.notebooks import run_notebook

NAMES = ("欧阳锦程", "慕容雪琴")
SECRETS = (*NAMES, "13987654321", "150621198807171234", "蒙K6T8P2", "0477-5212345")
FREE_TEXT = f"达旗某公司，联系人：{NAMES[0]}，电话13987654321，证号150621198807171234，车牌蒙K6T8P2，值班0477-5212345"
HOSTILE = [
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "'; drop table marts.fct_accidents; --",
    "\u202e倒写的名称",
    "长" * 30_000,
    "<img src=x onerror=alert(2)>",
]
_STEMS = {"month": "2023年11月", "quarter": "2023年4季度", "year": "2023年"}


def _cell(layout: Layout, name: str, column: Column) -> object:
    if column.personal:
        return {"party_id_no": SECRETS[3], "plate_no": SECRETS[4], "contact_phone": SECRETS[2]}.get(
            name, NAMES[1]
        )
    match column.type:
        case "datetime":
            return "2023-11-05 08:00"
        case "month":
            return "2023年11月"
        case "place":
            return "树林召镇"
        case "category":
            return next(iter(column.values.values()))[0]
        case "yes_no":
            return "是"
        case "code":
            return "NO20231101"
        case "word" | "stated" | "organisation":
            if name in layout.key:
                return (
                    sorted(words_of(column.vocabulary or ""))[0] if column.vocabulary else "公安局"
                )
            return FREE_TEXT
        case _:
            return 1


def _file(inbox: Path, layout: Layout) -> None:
    """A later hand-in of a period that the sample has, so that it is held or replaces it."""
    heads = [
        f"{c.headers[0]}（{c.unit}）" if c.unit and c.unit not in ("%",) else c.headers[0]
        for c in layout.columns.values()
    ]
    cells = [_cell(layout, name, column) for name, column in layout.columns.items()]
    note = f"填表人：{NAMES[1]}　联系电话：{SECRETS[2]}"
    stem = f"{layout.file_stems[0]}_{_STEMS[layout.period.kind]}（更正）"
    folder = "水利局" if layout.department == "any" else "."
    csv_file(inbox / folder / f"{stem}.csv", [[note], heads, cells, [note]])


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> DataDir:
    data = DataDir(tmp_path_factory.mktemp("planted"))
    write_sample(data.inbox, range(2022, 2024), seed=4)
    for layout in load_layouts(layouts_folder()).values():
        _file(data.inbox, layout)
    rows = [
        production_row(
            f"SCH{n}",
            发生时间="2024-01-05 08:00",
            事故单位=text,
            行业领域=text,
            事故类型=text,
            **{"所属苏木镇（街道）": text, "事故等级": text},
        )
        for n, text in enumerate(HOSTILE)
    ]
    bad = production_row("SCH9", 发生时间="2024-01-05 08:00", 死亡=HOSTILE[1])
    production_file(data.inbox / "生产安全事故台账_2024年01月.xlsx", [*rows, bad])
    result = build(data)
    assert result.is_published, result.failures
    for words in (
        ["report", "--year", "2024"],
        ["charts", "--year", "2024", "--format", "svg"],
        ["status", "--export", str(data.reports / "status.xlsx")],
        ["docs"],
    ):
        data.reports.mkdir(exist_ok=True)
        answer = CliRunner().invoke(app, [*words, "--data", str(data.root)])
        assert answer.exit_code == 0, answer.output
    return data


def _texts(folder: Path) -> dict[str, bytes]:
    """Everything that is kept, packed files unpacked and tables decoded."""
    texts = {}
    for path in folder.rglob("*"):
        if not path.is_file() or path.is_symlink():
            continue
        texts[str(path)] = path.read_bytes()
        if path.suffix in (".docx", ".xlsx", ".zip"):
            with zipfile.ZipFile(path) as packed:
                texts |= {f"{path}/{n}": packed.read(n) for n in packed.namelist()}
        if path.suffix == ".parquet":
            texts[f"{path}/rows"] = str(pl.read_parquet(path).rows()).encode()
    return texts


def test_people_are_nowhere_but_in_the_archive(
    planted: DataDir, monkeypatch: pytest.MonkeyPatch
) -> None:
    layouts = load_layouts(layouts_folder()).values()
    assert sum(c.personal for layout in layouts for c in layout.columns.values()) >= 5
    with connect(planted) as warehouse:
        tables = warehouse.execute("select schema_name, table_name from duckdb_tables()").fetchall()
        kept = {f"{s}.{t}": str(warehouse.table(f"{s}.{t}").fetchall()).encode() for s, t in tables}
        read = warehouse.execute(
            "select count(*) from marts.fct_hand_ins where path like '%更正%' and rows_read > 0"
        ).fetchone()[0]
    assert read == len(layouts)  # every planted file was read
    for folder in (planted.raw, planted.warehouse, planted.reports):
        kept |= _texts(folder)
    monkeypatch.setenv("SAFETY_DATA", str(planted.root))
    for name in ("06_data_quality", "08_trace_a_figure"):
        notebook = run_notebook(PROJECT / "notebooks" / f"{name}.ipynb")
        kept[name] = nbformat.writes(notebook).encode()
    assert len(kept) > 200
    found = {(where, s) for where, text in kept.items() for s in SECRETS if s.encode() in text}
    assert not found
    archived = b"".join(p.read_bytes() for p in planted.archive.rglob("*") if p.is_file())
    assert NAMES[0].encode() in archived


def test_hostile_text_is_text_in_the_warehouse(planted: DataDir) -> None:
    marts = Snapshot(planted)
    rows = marts["fct_accidents"].filter(pl.col("accident_no").str.starts_with("SCH"))
    assert rows["kind"].to_list() == [None] * len(
        HOSTILE
    )  # the accidents count, the text stays out
    assert marts["fct_accidents"].height > 100  # nothing was dropped
    cells = marts["fct_quarantined_cells"].filter(
        pl.col("row") > 3, column="死亡", fate="set_aside"
    )
    assert len(cells) == 1
    everything = str(marts["fct_quarantined_cells"].rows()) + str(marts["fct_hand_ins"].rows())
    assert not any(text in everything for text in HOSTILE)


def test_hostile_text_does_not_run_in_pages(planted: DataDir) -> None:
    pages = [*planted.reports.rglob("*.html"), *planted.current.glob("*.html")]
    assert len(pages) > 10
    for page in pages:
        if page.name == "docs.html":
            continue  # dbt's own page shows no rows
        text = page.read_text("utf-8")
        assert "<script>alert(1)" not in text, page
        assert "<img src=x" not in text, page


def test_hostile_text_does_not_run_in_workbooks(planted: DataDir, tmp_path: Path) -> None:
    own = tmp_path / "own.xlsx"
    write_xlsx(own, {"a": pl.DataFrame({"text": HOSTILE})})
    books = [*planted.reports.glob("*.xlsx"), own]
    assert len(books) == 3
    shown = set()
    for path in books:
        with zipfile.ZipFile(path) as packed:
            sheets = [packed.read(n).decode() for n in packed.namelist() if "worksheets/" in n]
        # a chart's own data subtract one cell from another, and nothing else is reckoned
        reckoned = {f for sheet in sheets for f in re.findall(r"<f[^>]*>([^<]*)</f>", sheet)}
        assert not [f for f in reckoned if not re.fullmatch(r"[A-Z]+\d+-[A-Z]+\d+", f)]
        assert not any("<hyperlink" in sheet for sheet in sheets)
        book = CalamineWorkbook.from_path(str(path))
        grids = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
        shown |= {cell for grid in grids for row in grid for cell in row if isinstance(cell, str)}
    assert any(text.startswith("=cmd|") for text in shown)  # as it was written: a text, no formula


def test_the_word_document_opens_and_shows_text(planted: DataDir) -> None:
    path = min(planted.reports.glob("*.docx"))
    document = Document(str(path))
    assert len(document.paragraphs) > 30
    assert "HYPERLINK" not in document.element.xml
