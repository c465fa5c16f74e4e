"""What the data say: findings that report, charts and page show, so that no two of them disagree."""

from analysis.findings.findings import Findings
from analysis.findings.span import (
    Span,
    default_year,
    plan_so_far,
    so_far,
    whole_year,
    why_default,
    why_not,
    year_to,
)

__all__ = [
    "Findings",
    "Span",
    "default_year",
    "plan_so_far",
    "so_far",
    "whole_year",
    "why_default",
    "why_not",
    "year_to",
]
