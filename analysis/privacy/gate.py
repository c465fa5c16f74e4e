"""The gate: what of a hand-in's text may be seen outside the archive.

An allow-list. Every function returns text made of known words, numbers, dates and a closed list of
punctuation, or of the form that a code or an organisation has; what it does not know is masked,
replaced by its shape or refused (None). Personal numbers are refused everywhere.

The one open door is the name of an organisation, which no list can hold: a person's name inside one
(某建筑张三工程有限公司) passes unless a personal column of the same file holds it too. In a code, Latin
words of up to six letters pass, so a name in short pinyin does.
"""

from analysis.privacy.declared import code_shown, organisation_shown
from analysis.privacy.masking import MASK, admits, cell_shown, name_shown, reason_shown, shape
from analysis.privacy.people import Secrets
from analysis.privacy.personal import has_personal_number

__all__ = [
    "MASK",
    "Secrets",
    "admits",
    "cell_shown",
    "code_shown",
    "has_personal_number",
    "name_shown",
    "organisation_shown",
    "reason_shown",
    "shape",
]
