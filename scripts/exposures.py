"""``python -m scripts.exposures``: writes models/exposures.yml, what stands on which tables, as the code
that reads them says; a test asks for it when that has changed."""

import ast
import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path

import yaml

from analysis.base.settings import PROJECT
from analysis.marts import rows

EXPOSURES = PROJECT / "models/exposures.yml"
_HEAD = "# Written by `python -m scripts.exposures`; `safety docs` shows it.\n"
_OWNER = "推进城市安全发展工作组办公室"
_OURS = (
    ("evaluation_report", "评估报告", "dashboard", "report/evaluation.py",
     "Evaluation report of a year as Word, HTML and annex (safety report)."),
    ("situation_page", "城市安全态势", "dashboard", "pages/situation.py",
     "Situation page for leaders, made by every build."),
    ("explorer", "指标查询", "dashboard", "pages/explorer/data.py",
     "Explorer for analysts, made by every build and by safety explore."),
    ("chart_set", "图表", "analysis", "charts/chart_set.py", "Charts of a year (safety charts)."),
)  # fmt: skip
# marts["m"], mart("m"), marts.table("schema", "m"), from marts.m in SQL, marts.rows(MRow)
_NAMES = re.compile(
    r'\["(\w+)"\]|mart\("(\w+)"|table\("\w+", "(\w+)"\)|(?:marts|intermediate|staging)\.(\w+_\w+)'
)
_ROWS = re.compile(r"\.rows\((\w+)")


def written() -> str:
    """The file as it has to be."""
    found = [
        (name, label, kind, about, (PROJECT / "analysis" / path).read_text("utf-8"))
        for name, label, kind, path, about in _OURS
    ]
    found += map(_notebook, sorted((PROJECT / "notebooks").glob("*.ipynb")))
    exposures = [
        {
            "name": name,
            "label": label,
            "type": kind,
            "description": about,
            "owner": {"name": _OWNER},
            "depends_on": [f"ref('{table}')" for table in sorted(_tables(source))],
        }
        for name, label, kind, about, source in found
    ]
    shape = {"allow_unicode": True, "sort_keys": False, "default_flow_style": None, "width": 110}
    return _HEAD + yaml.safe_dump({"exposures": exposures}, **shape)


def _notebook(path: Path) -> tuple[str, str, str, str, str]:
    cells = json.loads(path.read_text("utf-8"))["cells"]
    title = cells[0]["source"][0].strip("# \n")
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return f"notebook_{path.stem}", title, "notebook", f"Notebook {path.name}.", code


def _tables(source: str) -> set[str]:
    """The models that `source` reads, or a module of ours that it imports."""
    texts, unread = {source}, [source]
    while unread:
        new = {path.read_text("utf-8") for path in _imported(unread.pop())} - texts
        texts |= new
        unread += new
    text = "\n".join(texts)
    named = {name for groups in _NAMES.findall(text) for name in groups}
    kinds = (getattr(rows, name, None) for name in _ROWS.findall(text))
    named |= {rows.MART_OF[kind] for kind in kinds if kind}
    return named & {path.stem for path in (PROJECT / "models").rglob("*.*")}


def _imported(source: str, names: Collection[str] = ()) -> Iterator[Path]:
    """The modules of ours that `source` imports (`names` of them alone, if any), through packages to
    where a name comes from."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.ImportFrom) or not str(node.module).startswith("analysis."):
            continue
        module = PROJECT / str(node.module).replace(".", "/")
        for name in (alias.name for alias in node.names if not names or alias.name in names):
            files = (module / f"{name}.py", module.with_suffix(".py"), module / "__init__.py")
            file = next(filter(Path.is_file, files))
            if file.name == "__init__.py":
                yield from _imported(file.read_text("utf-8"), [name])
            else:
                yield file


if __name__ == "__main__":
    EXPOSURES.write_text(written(), "utf-8")
