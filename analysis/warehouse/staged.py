"""Whether every form of accidents has its staging model among those whose union the accidents are."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:  # half a second, and the verbs that only look at what is published do without
    from analysis.forms.layout import Layout

_READS = re.compile(r"accepted_rows\(\s*['\"](\w+)['\"]\s*\)")


def forms_read(model: str) -> list[str]:
    """The forms whose rows a model's SQL takes."""
    return _READS.findall(model)


def check_staged(layouts: "Iterable[Layout]", project: Path) -> None:
    """Refuse a form whose accidents no figure would count.

    Args:
        project: the folder of dbt's project.

    Raises:
        LayoutError: which line is missing, and where.
    """
    from analysis.forms.layout import LayoutError

    settings = yaml.load(
        (project / "dbt_project.yml").read_text(encoding="utf-8"), yaml.CSafeLoader
    )
    listed = settings["vars"]["accident_models"]
    reading: dict[str, list[str]] = {}
    for path in sorted((project / "models").rglob("*.sql")):
        for form in forms_read(path.read_text(encoding="utf-8")):
            reading.setdefault(form, []).append(path.stem)
    for layout in layouts:
        models = reading.get(layout.form, [])
        if not layout.event_domain or set(models) & set(listed):
            continue
        if not models:
            raise LayoutError(
                f"{layout.form}: models/staging/forms/stg_{layout.form}.sql, "
                f"from {{{{ accepted_rows('{layout.form}') }}}}"
            )
        raise LayoutError(f"{layout.form}: dbt_project.yml, vars, accident_models: {models[0]}")
