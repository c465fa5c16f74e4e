"""All figures of a build on one page that asks for no network: indicator by place by period, as one likes."""

from analysis.pages.explorer.page import explorer_page

__all__ = ["explorer_page"]
