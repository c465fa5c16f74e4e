"""The templates of the pages, on the report's head of every page."""

from jinja2 import ChoiceLoader, PackageLoader

from analysis.report import html

ENVIRONMENT = html.ENVIRONMENT.overlay(
    loader=ChoiceLoader([PackageLoader("analysis.pages"), PackageLoader("analysis.report")])
)
