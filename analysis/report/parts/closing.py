"""What ends the paper: what is annexed, who signs, and the day."""

from collections.abc import Iterator

from analysis.base.settings import local_now
from analysis.findings.hand_in_problems import OFFICE
from analysis.report.blocks import Block, Paragraph, Signature
from analysis.report.edition import Edition


def closing(edition: Edition) -> Iterator[Block]:
    yield Paragraph(edition.say("annexed"), "annexes")
    offices = edition.marts["dim_department"].filter(department_id=OFFICE)
    names = offices[f"name_{edition.lang}"].to_list()
    today = local_now()
    day = edition.say("signed_on", year=today.year, month=today.month, day=today.day)
    yield Signature(edition.say("signed_by", name=names[0] if names else ""), day)
