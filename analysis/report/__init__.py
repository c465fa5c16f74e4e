"""The evaluation report, its annex, and the situation page."""

from analysis.report.draft import DraftError
from analysis.report.write import Written, write_report

__all__ = ["DraftError", "Written", "write_report"]
