"""The evaluation report, its annex, and the situation page."""

from analysis.report.own_text import OwnTextError
from analysis.report.word.template import TemplateError
from analysis.report.write import Written, write_report

__all__ = ["OwnTextError", "TemplateError", "Written", "write_report"]
