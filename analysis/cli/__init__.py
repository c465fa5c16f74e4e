"""The command line: thin verbs over the package. Exit 0 done or published, 1 not published,
2 wrong use, 3 stopped by a refused file under ``--strict``."""

from analysis.cli import builds, files, looking, publishing  # noqa: F401 - each adds its verbs to the app
from analysis.cli.app import app

__all__ = ["app"]
