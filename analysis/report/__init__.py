"""The evaluation report and its annex."""

from analysis.report.own_text import OwnTextError
from analysis.report.word.template import TemplateError
from analysis.report.write import Written, write_report

__all__ = ["OwnTextError", "TemplateError", "Written", "write_report"]
