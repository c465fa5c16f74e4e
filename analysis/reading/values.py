"""What one cell means in its column: a value in base units, a known word, or an error."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches

from analysis.base.text import NUMERALS, squeeze
from analysis.forms.column import Column
from analysis.forms.periods import find_period, month_end
from analysis.forms.place_names import known_place
from analysis.forms.units import Unit
from analysis.forms.words import words_of
from analysis.privacy import gate
from analysis.privacy.vocabulary import shown_words
from analysis.reading.rows import Value
from analysis.reading.scope import Scope
from analysis.sheets.cells import (
    EXCEL_DIGITS,
    Cell,
    CellDoubt,
    CellError,
    Hollow,
    as_moment,
    as_number,
    as_text,
    as_yes_no,
    is_nothing,
)

_PLACES = Decimal("0.000001")
_LIKE = 0.75  # so alike are a word and the one that was meant
_MONTHS = NUMERALS | {"十一": 11, "十二": 12}


@dataclass(frozen=True)
class ValueReader:
    """Cells of one sheet, whose figures are in `units`; no value holds one of `secrets`."""

    scope: Scope
    units: dict[str, Unit]
    secrets: gate.Secrets

    def read(self, name: str, column: Column, cell: Cell) -> Value:
        """The value of a cell in the column `name`.

        Raises:
            CellError: it cannot be read, with the code of what was expected.
            CellDoubt: a moment of which only the day can be read.
        """
        if column.type == "stated":
            return not is_nothing(cell)
        if is_nothing(cell):
            return self._nothing(name, column, cell)
        match column.type:
            case "count" | "quantity" | "number":
                return self._measure(name, column, cell)
            case "datetime":
                return self._moment(column, cell)
            case "month":
                return self._month(cell)
            case "yes_no":
                return as_yes_no(cell)
        return self._word(column, cell)

    def _nothing(self, name: str, column: Column, cell: Cell) -> Decimal | None:
        if isinstance(cell, Hollow) and column.is_measure:
            raise CellError("formula_is_empty")
        rule = self.scope.layout.blank_rule(name)
        if rule == "error":
            raise CellError("blank_key" if name in self.scope.layout.key else "blank")
        return Decimal(0) if rule == "zero" else None

    def _word(self, column: Column, cell: Cell) -> str:
        """Words pass only if they are known: whatever else a cell says stays in the archive."""
        text = as_text(cell)
        kept: str | None
        match column.type:
            case "category":
                kept = column.codes.get(squeeze(text))
            case "place":
                kept = known_place(text, self.scope.within)
            case "word":
                word, known = squeeze(text), words_of(column.vocabulary or "")
                if word not in known and (near := get_close_matches(word, known, 1, _LIKE)):
                    raise CellError("unknown_word_like", like=near[0])
                kept = word if word in known else None
            case "organisation":
                kept = gate.organisation_shown(text, self.secrets, shown_words())
            case _:
                if isinstance(cell, float) and abs(cell) >= EXCEL_DIGITS:
                    raise CellError("digits_lost")
                kept = gate.code_shown(text)
                if kept is not None and self.secrets.found_in(kept):
                    kept = None
        if kept is None:
            raise CellError(f"unknown_{column.type}")
        return kept

    def _moment(self, column: Column, cell: Cell) -> datetime | None:
        period, doubt = self.scope.period, None
        try:
            moment = as_moment(cell, period.start.year if column.within_period else None)
        except CellDoubt as error:
            doubt, moment = error, error.day
        if column.within_period and moment is not None and moment.date() not in period:
            raise CellError("outside_period", period=period, named=f"{moment:%Y-%m}")
        if moment is not None and not column.may_lie_ahead:
            self._refuse_future(moment.date())
        if doubt:
            raise doubt
        return moment

    def _measure(self, name: str, column: Column, cell: Cell) -> Decimal:
        text = as_text(cell)
        if squeeze(text) in column.words:
            return Decimal(column.words[squeeze(text)])
        is_percent = text.endswith("%") and (column.type == "number" or column.unit == "%")
        number = as_number(text.removesuffix("%").strip() if is_percent else cell)
        if number is None:  # a dash before a percent sign
            raise CellError("number")
        if name in self.units:
            number *= self.units[name].factor
        if column.type == "count":
            if number < 0:
                raise CellError("negative")
            if number != number.to_integral_value():
                raise CellError("whole_number")
        if abs(number) >= Decimal(10) ** 18:
            raise CellError("too_many_digits", digits=18)
        return number.quantize(_PLACES) if int(number.as_tuple().exponent) < -6 else number

    def _month(self, cell: Cell) -> date:
        period, end = self.scope.period, self._written_month(cell)
        if end.year != period.start.year:
            raise CellError("outside_period", period=period, named=f"{end:%Y-%m}")
        self._refuse_future(end)
        return end

    def _written_month(self, cell: Cell) -> date:
        text = squeeze(as_text(cell))[:20]
        year = self.scope.period.start.year
        if match := re.fullmatch(r"(1[0-2]|0?[1-9])(?:月份?)?(?:末|底)?", text):
            return month_end(year, int(match[1]))
        if (match := re.fullmatch(r"(.{1,2}?)月(?:份|末|底)?", text)) and match[1] in _MONTHS:
            return month_end(year, _MONTHS[match[1]])
        try:
            named = as_moment(cell)
        except CellError:
            named = None
        if named is not None:
            return month_end(named.year, named.month)
        found = find_period(text)
        if found is None or found.months != 1:
            raise CellError("month")
        return found.end

    def _refuse_future(self, day: date) -> None:
        if day > self.scope.received_on:
            raise CellError("in_future", received=f"{self.scope.received_on}")
