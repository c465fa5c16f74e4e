"""Grades of accidents by 国务院令第493号第三条: any one criterion suffices, 以上 includes the number."""

from collections.abc import Mapping
from functools import cache

from analysis.forms.words import seed_rows


@cache
def _grades() -> list[tuple[str, int, int, float]]:
    """(name, least deaths, least serious injuries, least loss in yuan), the mildest first."""
    found = [
        (
            row["name_zh"],
            int(row["min_deaths"]),
            int(row["min_serious_injuries"]),
            float(row["min_direct_loss_yuan"]),
        )
        for row in seed_rows("accident_grades.csv")
    ]
    return sorted(found, key=lambda grade: grade[1])


def grade_contradicts(values: Mapping[str, object]) -> bool:
    """Whether the grade that a row declares is not the one that its own figures demand."""
    declared = str(values.get("grade") or "").removesuffix("事故")
    names = [name for name, *_ in _grades()]
    if declared not in names:
        return False
    figures = [_figure(values, name) for name in ("deaths", "serious_injuries", "direct_loss_yuan")]
    demanded = max(
        at
        for at, (_, *least) in enumerate(_grades())
        if at == 0 or any(found >= bound for found, bound in zip(figures, least, strict=True))
    )
    return names.index(declared) != demanded


def _figure(values: Mapping[str, object], name: str) -> float:
    value = values.get(name)
    return float(value) if value is not None else 0.0  # type: ignore[arg-type]
