"""任务分工: the tasks of the plan, and who answers for them."""

from collections.abc import Iterator

from analysis.marts.code_names import name_of
from analysis.marts.departments import department
from analysis.marts.rows import TaskRow
from analysis.report.blocks import Block, Heading, Paragraph
from analysis.report.edition import Edition

_COLUMNS = {"task_id": 0.1, "task": 0.35, "departments": 0.55}


def tasks(edition: Edition) -> Iterator[Block]:
    yield Heading(edition.say("part_tasks"), 1)
    who = department(edition.marts["dim_department"], edition.lang)
    answer = edition.marts["bridge_task_department"].with_columns(who).sort("position")
    rows = [
        (
            str(task["task_id"]),
            edition.text(task),
            edition.listed(answer.filter(task_id=task["task_id"])["department"]),
        )
        for task in sorted(edition.marts.rows(TaskRow), key=lambda task: task["task_id"])
    ]
    yield edition.table(edition.say("table_tasks"), _COLUMNS, rows)
    for role in answer["role"].unique().sort():
        yield Paragraph(name_of("task_role", role, edition.lang), "note")
