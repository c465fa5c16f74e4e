"""Which sheets of a file its period is made of."""

from collections.abc import Sequence
from dataclasses import replace

from analysis.forms.layout import Layout
from analysis.forms.periods import Period
from analysis.forms.place_names import townships_in
from analysis.messages import Message, Several
from analysis.privacy import gate
from analysis.privacy.vocabulary import shown_words
from analysis.reading.header import Header, find_header
from analysis.reading.reading import Reading
from analysis.reading.scope import Scope
from analysis.reading.titles import title_period
from analysis.sheets.cells import as_text
from analysis.sheets.grid import Sheet, UnreadableFile

Headed = tuple[Sheet, Header]


def labelled(sheet: Sheet, number: int) -> Sheet:
    """A sheet's name as it may be shown; one that says more is known by its place in the file."""
    shown = gate.name_shown(sheet.name, shown_words())
    return replace(sheet, label=f"第{number}张" if gate.MASK in shown or not shown else shown)


def headed(sheets: Sequence[Sheet], layout: Layout) -> list[Headed]:
    """The sheets that hold every column that the form needs."""
    found = [(sheet, find_header(sheet, layout)) for sheet in sheets]
    return [(sheet, header) for sheet, header in found if header and not header.missing(layout)]


def no_table(sheets: Sequence[Sheet], layout: Layout) -> UnreadableFile:
    """Why no sheet holds the form: nothing like its header, or the columns that are missing."""
    found = (find_header(sheet, layout) for sheet in sheets)
    near = max((h for h in found if h), key=lambda h: len(h.columns), default=None)
    if near is None:
        return UnreadableFile("no_header", form=layout.called)
    missing = ["|".join(layout.columns[name].headers) for name in near.missing(layout)]
    labels = [gate.name_shown(label, shown_words()) for label in near.labels.values()]
    return UnreadableFile("missing_column", missing=Several(missing), found=Several(labels[:40]))


def refuse_ambiguous(header: Header, layout: Layout) -> None:
    """Two headers that mean one column: nobody can tell which of them does."""
    for column, labels in header.ambiguous.items():
        headers = Several([gate.name_shown(label, shown_words()) for label in labels])
        name = layout.columns[column].headers[0]
        raise UnreadableFile("ambiguous_header", column=name, headers=headers)


def own_sheets(reading: Reading, whole: Sequence[Headed], scope: Scope) -> list[Headed]:
    """The sheets that the file's period is made of.

    A sheet that names another period is set apart and told of; where that is all there is, the
    file is held. Several may share the period only if each names a part of it, months or
    townships, that no other names.
    """
    period = scope.period
    claims = [_claim(sheet, header, scope) for sheet, header in whole]
    own, parts = [], []
    for one, claim in zip(whole, claims, strict=True):
        if claim is None or period.holds(claim):
            own.append(one)
            parts.append(claim)
    if not own:
        title = next(c for c in claims if c)
        reading.doubts.append(Message("title_period", {"title": title, "period": period}))
        return [whole[0]]
    for sheet, _ in (one for one in whole if one not in own):
        reading.warnings.append(Message("sheet_apart", {"sheet": sheet.label, "period": period}))
    if len(own) > 1:
        _refuse_unparted([sheet for sheet, _ in own], parts, scope)
    elif parts[0] is not None and parts[0] != period:
        reading.doubts.append(Message("title_period", {"title": parts[0], "period": period}))
    return own


def _refuse_unparted(sheets: list[Sheet], parts: list[Period | None], scope: Scope) -> None:
    towns = [townships_in(sheet.name, scope.within) for sheet in sheets]
    by_month = all(p and p != scope.period for p in parts) and len(set(parts)) == len(parts)
    by_place = all(len(t) == 1 for t in towns) and len({t[0] for t in towns}) == len(towns)
    if not (by_month or by_place):
        names = Several([sheet.label for sheet in sheets])
        raise UnreadableFile("several_sheets", sheets=names, period=scope.period)


def _claim(sheet: Sheet, header: Header, scope: Scope) -> Period | None:
    """The period that a sheet's title or own name gives it; a month's name is of the file's year."""
    texts = [sheet.name]
    if "年" not in sheet.name and "月" in sheet.name:
        texts.append(f"{scope.period.start.year}年{sheet.name}")
    texts += [
        as_text(c) for _, cells in sheet.rows[: header.first] for c in cells if isinstance(c, str)
    ]
    claims = (title_period(text, scope) for text in reversed(texts))
    return next((claim for claim in claims if claim), None)
