"""任务进展: the plan's tasks by aspect with their targets, and which units answer for which."""

from collections.abc import Iterator

from analysis.findings.targets import state_of
from analysis.marts.rows import TaskRow
from analysis.report.blocks import Block, Heading, Paragraph, Table
from analysis.report.edition import Edition
from analysis.report.numbering import section_number

_COLUMNS = ("task", "targets", "departments")
_NAMED = 1  # of those who answer; the annex names all
_ANSWERS = "●"


def tasks(edition: Edition) -> Iterator[Block]:
    yield Heading(edition.say("part_tasks"), 1)
    answers = edition.answers
    rows: list[tuple[str, str, str]] = []
    aspects: list[str] = []
    for task in _tasks(edition):
        if (aspect := edition.text(task, "aspect")) not in aspects:
            aspects.append(aspect)
            number = section_number(len(aspects), edition.lang)
            rows.append((f"{number}{aspect}", "", ""))
        own: dict[str, list[str]] = {}
        for row in edition.targets:
            if row["task_id"] == task["task_id"]:
                own.setdefault(state_of(edition, row), []).append(row["name"])
        stands = [
            edition.say("target_stands", name=edition.listed(names), status=status)
            for status, names in own.items()
        ]
        rows.append(
            (
                f"{task['task_id']}. {edition.text(task)}",
                edition.say("list_semicolon").join(stands) or edition.say("task_without_target"),
                edition.listed(edition.others(answers[task["task_id"]]), _NAMED),
            )
        )
    yield edition.table(edition.say("table_tasks"), _COLUMNS, rows)
    common = edition.listed(edition.common_departments)
    yield Paragraph(edition.say("tasks_note", common=common), "note")


def units(edition: Edition) -> Iterator[Block]:
    """Units by task, as a matrix."""
    yield Heading(edition.say("part_units"), 1)
    answers, found = edition.answers, _tasks(edition)
    names = list(dict.fromkeys(name for task in found for name in answers[task["task_id"]]))
    rows = [
        [name, *(_ANSWERS if name in answers[task["task_id"]] else "" for task in found)]
        for name in names
    ]
    header = [edition.say("col_departments"), *(str(task["task_id"]) for task in found)]
    yield Table(edition.say("table_units"), header, rows)


def _tasks(edition: Edition) -> list[TaskRow]:
    return sorted(edition.marts.rows(TaskRow), key=lambda task: task["task_id"])
