"""What a file may speak of."""

from dataclasses import dataclass
from datetime import date

from analysis.forms.layout import Layout
from analysis.forms.periods import Period


@dataclass(frozen=True)
class Scope:
    """Rows of the form `layout`, within `period`, of the reporting place `within` (a region's code), of
    nothing that happened after `received_on`."""

    layout: Layout
    period: Period
    within: str
    received_on: date
