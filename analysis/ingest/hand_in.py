"""Which form, place, department, part and period a file is for, before it is opened."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath

from analysis.base.places import own_id
from analysis.base.text import squeeze
from analysis.forms.department_names import official_names
from analysis.forms.layout import Layout, form_of
from analysis.forms.periods import Period, find_period, periods_in
from analysis.forms.place_names import (
    is_of_another_place,
    is_of_no_region,
    reporting_place,
    townships_in,
    without_place,
)
from analysis.ingest.archive import Received
from analysis.messages import Message, Several
from analysis.privacy import gate
from analysis.privacy.vocabulary import shown_words
from analysis.sheets.grid import EXTENSIONS

# A file that says so of itself is a pattern of a form, or waste paper, and no hand-in.
_NO_HAND_IN = re.compile(
    r"模板|模版|样表|样式|样本|范本|作废|废弃|填报说明|填表说明|报送说明|说明书|空表|回收站"
)
_PART = re.compile(
    r"第?[一二三四五六七八九十\d]{1,2}(?:部分|分册|分表|片区|中队|分队|分局|分公司)|上半月|下半月|[上中下]旬|(?:部分|局部)(?:数据|明细|名单)?"
)
_CORRECTED = re.compile(
    r"(?:更正|订正|修订|修正|修改|改正|补报|重报|重新报送|最终版?|终版|定稿)\D{0,2}(\d{1,3})?"
)
_UNLISTED = "unknown"
_NUMBER = re.compile(r"第(\d{1,3})[次版稿]|[vV](\d{1,3})(?!\d)|\((\d{1,3})\)|副本(\d{0,3})")


@dataclass(frozen=True)
class HandIn:
    """One form, reporting place, department, part and period as one content; `refused` where its name does not tell.

    `path` is the file's path as it may be shown, `received` its latest arrival and `received_at` the
    time of its first; `mark` orders files of one look by what their names say of themselves. The
    department is called by its official name, however `spelled` there.
    """

    hand_in_id: str
    path: str
    sha256: str
    received_at: datetime
    received: Received
    layout: Layout
    reporting_region_id: str
    department: str
    part: str
    period: Period | None
    mark: tuple[bool, int]
    spelled: str
    refused: Message | None = None

    @property
    def slot(self) -> tuple[str, str, str, str, Period | None]:
        """What a later hand-in replaces."""
        place = self.reporting_region_id
        return (self.layout.form, place, self.department, self.part, self.period)

    @property
    def id_at_home(self) -> str:
        """Its id where its reporting place has a warehouse of its own."""
        return _id(self.layout, self.period, self.received, self.spelled, self.part)

    @property
    def covers(self) -> Period:
        """The period of a hand-in that is not refused by its name.

        Raises:
            ValueError: its name tells none.
        """
        if self.period is None:
            raise ValueError(self.hand_in_id)
        return self.period

    @property
    def is_early(self) -> bool:
        """Whether it came before its period's last day, so that it cannot hold all of it."""
        return self.received.received_at.date() < self.covers.end

    @property
    def is_unlisted(self) -> bool:
        """Whether its department is not in the list, so that it may be one that another spelling names."""
        return self.department.startswith(_UNLISTED)

    @property
    def name(self) -> str:
        """The file's own name, for its reader alone."""
        return PurePosixPath(self.received.name).name

    @property
    def is_correction(self) -> bool:
        return self.mark[0]


def shown_path(received: Received) -> str:
    """The path of a file as it may be shown outside the archive."""
    parts = PurePosixPath(received.name).parts
    return "/".join(gate.name_shown(part, shown_words()) or gate.MASK for part in parts)


def is_hand_in(name: str, layouts: dict[str, Layout]) -> bool:
    """Whether a file's name is that of a known form, in a format that can be read."""
    return PurePosixPath(name).suffix.lower() in EXTENSIONS and names_a_form(name, layouts)


def names_a_form(name: str, layouts: dict[str, Layout]) -> bool:
    """Whether a file's name is that of a known form; patterns, waste paper and temporary files of
    Office are none."""
    path = PurePosixPath(name)
    if is_temporary(path.name) or any(_NO_HAND_IN.search(squeeze(part)) for part in path.parts):
        return False
    return form_of(path.stem, layouts) is not None


def is_temporary(name: str) -> bool:
    """What Office and WPS leave beside a file that is open."""
    return name.startswith(("~$", "."))


def identify(arrivals: Sequence[Received], layouts: dict[str, Layout]) -> HandIn | None:
    """The hand-in that arrivals of one path and content are, the latest one last; ``None`` if no
    layout knows its name any more."""
    received = arrivals[-1]
    path = PurePosixPath(received.name)
    layout = form_of(path.stem, layouts)
    if layout is None or not names_a_form(received.name, layouts):
        return None
    place = reporting_place(path.parts[:-1])
    spelled = _department(path, layout, place)
    towns = townships_in("/".join([*path.parts[:-1], path.stem]), place)
    part = towns[0] if layout.parts == "place" and len(towns) == 1 else ""
    period, refused = _period(path.stem, layout, received.received_at.date())
    if refused is None and layout.parts == "place" and len(towns) > 1:
        refused = Message("several_parts", {"parts": Several(towns)})
    elsewhere = () if place == own_id() else (place,)
    return HandIn(
        _id(layout, period, received, spelled, part, *elsewhere),
        shown_path(received),
        received.sha256 or "",
        min(arrival.received_at for arrival in arrivals),
        received,
        layout,
        place,
        official_names().get(spelled, spelled),
        part,
        period,
        _mark(path.stem),
        spelled,
        refused,
    )


def _id(layout: Layout, period: Period | None, received: Received, *told: str) -> str:
    content = "|".join((received.sha256 or received.path, *told))
    digest = hashlib.sha256(content.encode("utf-8", "surrogateescape")).hexdigest()[:12]
    return f"{layout.form}-{period.label if period else 'unknown'}-{digest}"


def names_a_part(hand_in: HandIn) -> list[str]:
    """Townships or other parts (上半月, 二中队) that a file's name or folders name although its form
    is handed in whole."""
    if hand_in.layout.parts or hand_in.layout.department == "any":
        return []
    name = squeeze(hand_in.received.name)
    towns = townships_in(name, hand_in.reporting_region_id)
    return [*towns, *(found[0] for found in _PART.finditer(name))]


def is_of_no_region_known(hand_in: HandIn) -> bool:
    """Whether it lies in a folder named like an area that the region list does not have: its figures
    would count for whatever place the list knows."""
    folders = PurePosixPath(hand_in.received.name).parts[:-1]
    own = official_names()
    return any(is_of_no_region(folder) and squeeze(folder) not in own for folder in folders)


def is_named_after_another(hand_in: HandIn) -> bool:
    """Whether the file's own name is another county's, whatever folder it lies in."""
    stem = PurePosixPath(hand_in.name).stem
    return is_of_another_place(stem, hand_in.reporting_region_id)


def _period(stem: str, layout: Layout, received_on: date) -> tuple[Period | None, Message | None]:
    named = find_period(stem)
    if named is None:
        several = periods_in(stem)
        if several:
            return None, Message("several_periods", {"found": Several(several)})
        return None, Message("no_period")
    period = layout.period.settle(named)
    if period is None:
        kind = {"found": named, "kind": Message(f"period_named_{layout.period.kind}")}
        return None, Message("wrong_period", kind)
    if period.start > received_on:
        return period, Message("period_ahead", {"period": period, "received": received_on})
    return period, None


def _mark(stem: str) -> tuple[bool, int]:
    word = squeeze(stem)
    corrected = _CORRECTED.search(word)
    number = _NUMBER.search(word)
    found = (
        [corrected[1]] if corrected and corrected[1] else list(number.groups()) if number else []
    )
    return corrected is not None, max((int(n) for n in found if n), default=0)


def _department(path: PurePosixPath, layout: Layout, place: str) -> str:
    """The layout's own; for a form of any department the one that the file's name, or a folder that
    it lies in, names. One that is not in the list is told apart by its letters' hash alone."""
    if layout.department != "any":
        return layout.department
    rest = squeeze(path.stem)
    for stem in layout.file_stems:
        rest = rest.replace(squeeze(stem), "")
    rest = re.sub(r"\([^)]*\)|[\d年月季度上下半前第一二三四Qq._\-—~]", "", rest)
    folders = [squeeze(part) for part in reversed(path.parts[:-1])]
    for text in (rest, *folders):
        own = without_place(text, place)
        if own in official_names() or townships_in(own, place)[:1] == [own]:
            return own
    text = rest if re.fullmatch(r"[\u4e00-\u9fa5]{3,}", rest) else "/".join(folders)
    return f"{_UNLISTED}-{hashlib.sha256(text.encode()).hexdigest()[:6]}" if text else _UNLISTED
