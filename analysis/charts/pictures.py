"""Charts as files: pictures of 300 dpi by one browser, SVG with real text, HTML that works offline."""

import json
from collections.abc import Callable, Sequence
from concurrent.futures import TimeoutError
from pathlib import Path

import plotly.graph_objects as go
from choreographer.browsers.chromium import Chromium
from loky.backend import get_context
from pebble import ProcessExpired, ProcessPool

from analysis.charts.theme import Chart

DPI = 300
SCALE = DPI / 96  # plotly's pixel is 1/96 inch
TIMEOUT_SECONDS = 180
FORMATS = ("png", "svg", "html")
Progress = Callable[[int, int, str], None]


class NoBrowser(RuntimeError):
    """No browser could be started, or it did not finish in time; the message says which."""


def write_charts(
    charts: Sequence[Chart],
    folder: Path,
    formats: Sequence[str] = FORMATS,
    progress: Progress | None = None,
) -> list[Path]:
    """Write each chart as ``<key>.<format>`` into `folder`.

    HTML files share one ``plotly.min.js`` beside them, so that they work without a network.

    Raises:
        NoBrowser: for ``png`` and ``svg``; HTML has been written by then.
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    if "html" in formats:
        for chart in charts:
            path = folder / f"{chart.key}.html"
            chart.figure.write_html(path, include_plotlyjs="directory", full_html=True)
            written.append(path)
    pictures = [kind for kind in formats if kind != "html"]
    paths = [folder / f"{chart.key}.{kind}" for kind in pictures for chart in charts]
    if paths:
        _with_browser([c.figure for _ in pictures for c in charts], paths, progress)
    return written + paths


def _with_browser(
    figures: Sequence[go.Figure], paths: Sequence[Path], progress: Progress | None
) -> None:
    """One browser draws everything, in a process of its own that is ended when its time is up."""
    browser = Chromium.find_browser(skip_local=False)
    if not browser or not Path(browser).exists():
        raise NoBrowser(browser or "chromium")
    for path in paths:
        path.unlink(missing_ok=True)
    job = ([figure.to_json() for figure in figures], [str(path) for path in paths])
    with ProcessPool(max_workers=1, context=get_context("loky")) as pool:
        drawing = pool.schedule(_draw, args=job, timeout=TIMEOUT_SECONDS)
        while not drawing.done():
            if progress:
                progress(sum(path.exists() for path in paths), len(paths), "")
            try:
                drawing.result(timeout=0.3)
            except TimeoutError:
                continue
            except Exception:  # noqa: BLE001 - told below, whatever it was
                break
        try:
            drawing.result()
        except TimeoutError as error:
            raise NoBrowser(f"> {TIMEOUT_SECONDS} s") from error
        except ProcessExpired as error:
            raise NoBrowser(str(error)) from error
        except Exception as error:
            raise NoBrowser(str(error).splitlines()[0] or type(error).__name__) from error


def _draw(figures: list[str], paths: list[str]) -> None:
    import warnings

    import kaleido
    import plotly.io as pio

    from analysis.base.processes import end_with_parent

    end_with_parent()
    warnings.filterwarnings("ignore", message="The kopts argument")  # said of every server
    kaleido.start_sync_server()
    try:
        for text, path in zip(figures, paths, strict=True):
            figure = go.Figure(json.loads(text))
            scale = SCALE if path.endswith(".png") else 1
            pio.write_image(figure, path, scale=scale)
    finally:
        kaleido.stop_sync_server()
