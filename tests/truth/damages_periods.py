"""Names and titles that say another period, and hand-ins that never came."""

from tests.truth.damage import ALL, EVENTS, Pack, Unsuited, damage
from tests.truth.papers import Paper, title_of


@damage("last_year_in_this", "last year's file under this year's name", ALL, whole=True)
def _(pack: Pack, paper: Paper) -> None:
    old = pack.before and next(
        (p for p in pack.before.papers if (p.form, p.months) == (paper.form, paper.months)), None
    )
    if old is None or paper.form in {form for _, form, _ in pack.before.done}:
        raise Unsuited
    pack.before.locked.add(paper.form)  # what is compared must stay as it was planted
    pack.also(old, "", name=paper.name)
    pack.papers.remove(paper)
    if paper.form not in EVENTS and pack.dice.random() < 0.5:  # even its title was changed
        pack.papers[-1].sheet.title = title_of(paper.form, paper.year, paper.months)


@damage("title_of_other_month", "the title names another month", EVENTS)
def _(pack: Pack, paper: Paper) -> None:
    months = range(paper.months[0] % 12 + 1, paper.months[0] % 12 + 2)
    year = paper.year - (len(paper.months) > 1)
    paper.sheet.title = title_of(paper.form, year, months if year == paper.year else paper.months)


@damage(
    "name_of_other_month",
    "a month's file named as the month after",
    ("production_accidents", "road_accidents"),
    whole=True,
)
def _(pack: Pack, paper: Paper) -> None:
    after = [p for p in pack.papers if p.form == paper.form and p.months[0] == paper.months[0] + 1]
    if not after:
        raise Unsuited
    paper.name = after[0].name + "（补）"


@damage("missing", "the hand-in never came", ALL, whole=True)
def _(pack: Pack, paper: Paper) -> None:
    pack.papers.remove(paper)


@damage("renamed", "the form's name is written in another way", ALL, whole=True)
def _(pack: Pack, paper: Paper) -> None:
    paper.name = paper.name.replace("_", "报表_").replace("台账", "清单").replace("统计", "汇总")


@damage("period_to_come", "a file for months to come", EVENTS, rows=1)
def _(pack: Pack, paper: Paper) -> None:
    name = paper.name.replace(str(paper.year), "2031")
    more = pack.also(paper, "", name=name)
    more.sheet.title = more.sheet.title.replace(str(paper.year), "2031")


@damage("absurd_period", "files of the months 0, 0-3 and 13, of 2204", EVENTS, rows=1)
def _(pack: Pack, paper: Paper) -> None:
    stem = paper.name.split("_")[0]
    for period in (
        "0000年00月",
        f"{pack.year}年0-3月",
        f"{pack.year}年13月",
        "2204年1月",
        "9999年",
    ):
        pack.also(paper, "", name=f"{stem}_{period}").sheet.title = "事故台账"


@damage("title_of_absurd_period", "the title names the month 0000年00月", ALL)
def _(pack: Pack, paper: Paper) -> None:
    paper.sheet.title += pack.dice.choice(("0000年00月", "2024年0-3月", "20240年", "9999年13月"))
