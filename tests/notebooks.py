"""Running a notebook whole, as the lab would."""

from pathlib import Path

import nbformat
from nbclient import NotebookClient

TIMEOUT_SECONDS = 120


def run_notebook(path: Path) -> nbformat.NotebookNode:
    """The notebook at `path` with its outputs.

    Figures drawn by a widget come out as those of its cell: answering the widget's own messages,
    the client sometimes waits for the kernel, and the kernel for the client.
    """
    notebook = nbformat.read(path, as_version=4)
    place = {"metadata": {"path": path.parent}}
    client = NotebookClient(notebook, timeout=TIMEOUT_SECONDS, resources=place)
    client.comm_open_handlers = {"jupyter.widget": lambda _: None}
    client.execute()
    return notebook
