"""The evaluation report, its annex, and the situation page."""

from analysis.report.draft import DraftError
from analysis.report.edition import default_year
from analysis.report.write import Written, write_report

__all__ = ["DraftError", "Written", "default_year", "write_report"]
