"""Order of arrival, replacements, corrections, parts and copies."""

from datetime import datetime, timedelta

from tests.truth.damage import ALL, Pack, Unsuited, damage
from tests.truth.papers import Paper

_LATER = timedelta(days=10)


def _with_deaths(pack: Pack, paper: Paper, by: int) -> None:
    """Write one accident of `paper` with `by` deaths more, leaving the truth."""
    row = next((n for n, e in enumerate(paper.events) if e.deaths + by >= 0), None)
    if row is None:
        raise Unsuited
    event = paper.events[row]
    event.deaths += by
    paper.rewrite()
    event.deaths -= by


def _has_deaths(paper: Paper) -> None:
    if not any(e.deaths for e in paper.events):
        raise Unsuited


def _without_last(paper: Paper) -> None:
    paper.events = paper.events[:-1]
    paper.rewrite()


@damage(
    "v1_v2_v1",
    "v1, then v2 with a death more, then the bytes of v1 again",
    rows=1,
    whole=True,
    looks=2,
)
def _(pack: Pack, paper: Paper) -> None:
    _with_deaths(pack, pack.also(paper, "（更正）", at=paper.at + _LATER), 1)
    pack.also(paper, "", look=2, at=paper.at + 2 * _LATER)


@damage("lost_rows", "an unmarked replacement lacks an accident", rows=2, whole=True, looks=2)
def _(pack: Pack, paper: Paper) -> None:
    _without_last(pack.also(paper, "", look=2, at=paper.at + _LATER))


@damage("lost_deaths", "an unmarked replacement has a death less", rows=1, whole=True, looks=2)
def _(pack: Pack, paper: Paper) -> None:
    _has_deaths(paper)
    _with_deaths(pack, pack.also(paper, "", look=2, at=paper.at + _LATER), -1)


@damage("lost_rows_same_look", "two unlike files for one period in one look", rows=2, whole=True)
def _(pack: Pack, paper: Paper) -> None:
    _without_last(pack.also(paper, "-1", at=paper.at + _LATER))


@damage("corrected_adds", "a correction adds an accident", rows=2, whole=True, looks=2)
def _(pack: Pack, paper: Paper) -> None:
    pack.also(paper, "（更正）", look=2, at=paper.at + _LATER)
    _without_last(paper)


@damage(
    "corrected_lowers",
    "a correction keeps all accidents and lowers a death",
    rows=1,
    whole=True,
    looks=2,
)
def _(pack: Pack, paper: Paper) -> None:
    pack.also(paper, "（更正）", look=2, at=paper.at + _LATER)
    _with_deaths(pack, paper, 1)


@damage(
    "corrected_in_one_look",
    "file and correction arrive together, the correction older by its time",
    rows=2,
    whole=True,
)
def _(pack: Pack, paper: Paper) -> None:
    pack.also(paper, "（更正）", at=paper.at - timedelta(days=3))
    _without_last(paper)


@damage("corrected_by_number", "更正2 and 更正10 arrive together", rows=2, whole=True)
def _(pack: Pack, paper: Paper) -> None:
    pack.also(paper, "（更正10）", at=paper.at)
    _without_last(pack.also(paper, "（更正2）", at=paper.at + _LATER))
    _without_last(paper)


@damage("empty_replacement", "a later file without any row", rows=1, whole=True, looks=2)
def _(pack: Pack, paper: Paper) -> None:
    later = pack.also(paper, "", look=2, at=paper.at + _LATER, events=[])
    later.rewrite()


@damage(
    "refused_replacement",
    "a later file whose rows all must be refused",
    rows=1,
    whole=True,
    looks=2,
)
def _(pack: Pack, paper: Paper) -> None:
    later = pack.also(paper, "", look=2, at=paper.at + _LATER)
    for row in range(len(later.events)):
        later.put(row, "deaths", "两人")


@damage(
    "time_of_2003",
    "the fuller file arrives later, with a time of 2003",
    rows=2,
    whole=True,
    looks=2,
)
def _(pack: Pack, paper: Paper) -> None:
    pack.also(paper, "", look=2, at=datetime(2003, 1, 1))
    _without_last(paper)


@damage(
    "time_to_come",
    "the first file's time lies in 2099, the fuller one arrives later",
    rows=2,
    whole=True,
    looks=2,
)
def _(pack: Pack, paper: Paper) -> None:
    pack.also(paper, "（更正）", look=2)
    _without_last(paper)
    paper.at = datetime(2099, 1, 1)


def _part(paper: Paper, events: list) -> None:
    paper.events = events
    paper.rewrite()


@damage("parts_together", "three parts of the county in separate files", rows=3, whole=True)
def _(pack: Pack, paper: Paper) -> None:
    events = list(paper.events)
    for n, town in enumerate(("树林召镇", "昭君镇")):
        _part(pack.also(paper, f"_{town}"), events[n::3])
    _part(paper, events[2::3])
    paper.name += "_风水梁镇"


@damage(
    "parts_apart",
    "the second part of the county arrives at the second look",
    rows=2,
    whole=True,
    looks=2,
)
def _(pack: Pack, paper: Paper) -> None:
    events = list(paper.events)
    _part(pack.also(paper, "（二）", look=2, at=paper.at + _LATER), events[::2])
    _part(paper, events[1::2])


@damage("copies", "the same bytes as (1), 副本", ALL)
def _(pack: Pack, paper: Paper) -> None:
    for suffix in ("(1)", " - 副本", "（最终版）"):
        pack.also(paper, suffix, at=paper.at + _LATER)


@damage(
    "copy_of_old", "an old version lies beside as 副本, younger by its time", rows=2, whole=True
)
def _(pack: Pack, paper: Paper) -> None:
    _without_last(pack.also(paper, " - 副本", at=paper.at + _LATER))


@damage("final_name", "the only file is called 最终版-打印", ALL)
def _(pack: Pack, paper: Paper) -> None:
    paper.name += pack.dice.choice(("（最终版）", "-打印稿", " 定稿2", "（盖章）"))


@damage("template", "a template, a void file and instructions lie in the inbox", rows=1, whole=True)
def _(pack: Pack, paper: Paper) -> None:
    for suffix in ("（模板）", "（样表）", "（作废）", "填报说明"):
        more = pack.also(paper, suffix, at=paper.at + _LATER, events=paper.events[:1])
        _with_deaths(pack, more, 5)
