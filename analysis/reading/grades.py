"""Grades of accidents by 国务院令第493号第三条: any one criterion suffices, 以上 includes the number."""

from functools import cache

from analysis.base.seeds import seed_rows
from analysis.reading.rows import DataRow

_CRITERIA = ("deaths", "serious_injuries", "direct_loss_yuan")


@cache
def _grades() -> list[tuple[str, list[float]]]:
    """(name, the least of each criterion), the mildest first."""
    rows = seed_rows("accident_grades.csv")
    found = [(row["name_zh"], [float(row[f"min_{c}"]) for c in _CRITERIA]) for row in rows]
    return sorted(found, key=lambda grade: grade[1])


def grade_contradicts(row: DataRow) -> bool:
    """Whether the grade that a row declares is not the one that its own figures demand."""
    declared = str(row.values.get("grade") or "").removesuffix("事故")
    names = [name for name, _ in _grades()]
    if declared not in names:
        return False
    figures = [row.figure(name) or 0 for name in _CRITERIA]
    demanded = max(
        at
        for at, (_, least) in enumerate(_grades())
        if at == 0 or any(found >= bound for found, bound in zip(figures, least, strict=True))
    )
    return names.index(declared) != demanded
