"""What the papers show of a build, and the cards that are written of one."""

import re
from typing import Any

from analysis.base.places import own
from analysis.base.settings import PROJECT
from analysis.marts import Snapshot, connect
from scripts.picture_of_models import PICTURE, svg
from tests.conftest import SEED, YEARS, Published
from tests.processes import SAFETY, run

WALK = (PROJECT / "docs/how-a-cell-becomes-a-figure.md").read_text("utf-8")
QUERIES = re.findall(
    r"```sql\n(.*?)```\n\n(\|[^\n]*\|)\n\|---[^\n]*\n((?:\|[^\n]*\n)+)", WALK, re.S
)


def test_the_picture_of_the_models_is_that_of_the_manifest(manifest: dict[str, Any]) -> None:
    assert svg(manifest) == PICTURE.read_text("utf-8"), "run scripts/picture_of_models.py"


def test_queries_of_the_walk_give_what_they_show(published: Published) -> None:
    assert f"--years {YEARS.start}-{YEARS.stop - 1} --seed {SEED}" in WALK
    assert len(QUERIES) == 7
    raw = str(published.data.root / "raw").replace("'", "''")
    with connect(published.data) as warehouse:
        for query, header, rows in QUERIES:
            found = warehouse.execute(query.replace("data/raw", raw))
            assert [column[0] for column in found.description] == _cells(header), query
            shown = [_cells(row) for row in rows.splitlines()]
            assert [list(map(_written, row)) for row in found.fetchall()] == shown, query


def _cells(line: str) -> list[str]:
    return [_written(cell) for cell in line.strip("| ").split(" | ")]


def _written(value: object) -> str:
    """As the walk writes it; of a fraction what does not hang on the machine."""
    text = "null" if value is None else str(value)
    try:
        return f"{float(text):.9g}"
    except ValueError:
        return text.lower() if isinstance(value, bool) else text


def test_docs_writes_a_card_of_every_indicator(published: Published) -> None:
    code, said = run([*SAFETY, "docs"], published.data.root)
    assert code == 0, said
    marts = Snapshot(published.data)
    folder = published.data.reports / "cards"
    codes = set(marts["dim_indicator"]["code"])
    assert {page.stem for page in folder.glob("*.html")} == codes | {"index"}
    index = (folder / "index.html").read_text("utf-8")
    assert {name for name in re.findall(r'href="(\w+)\.html"', index)} == codes

    page = (folder / "PD.html").read_text("utf-8")
    assert len(page) < 100_000  # a card without pictures needs no script
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.S)
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.S) for row in rows]
    by_code = {row[0]: row for row in cells if row}
    year = marts["fct_indicator_rates"].filter(
        indicator_id="production_deaths_per_100m_gdp",
        region_id=own().region_id,
        period_kind="year",
    )
    known = year.filter(year["rate"].is_not_null())
    assert known.height >= 2
    for row in known.iter_rows(named=True):
        shown = by_code[f"PD-{row['period_end'].year}"]
        assert shown[3] == f"{row['rate']:.4f}"
        assert shown[4] == f"{row['rate_lower_95']:.4f}–{row['rate_upper_95']:.4f}"
    assert "is_counted = true" in page
    assert own().name_zh in page
    for figure in ("PD-2022", "PD-2022R12"):  # its codes lead to cells
        assert figure in by_code
        code, said = run([*SAFETY, "trace", figure], published.data.root)
        assert code == 0, said
