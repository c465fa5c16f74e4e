"""The folder of charts on disk: pictures, a package of each, and a page that shows them all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, unquote

from analysis.base.files import write_atomically
from analysis.charts import pictures
from analysis.charts.pictures import Kind
from analysis.findings import Findings
from analysis.messages import say
from analysis.native import alt_text
from analysis.pages.environment import ENVIRONMENT
from analysis.pages.gallery.choice import Numbered
from analysis.pages.gallery.emf import as_emf
from analysis.pages.gallery.package import metadata, package

FORMATS = ("png", "svg", "emf")
_DRAWN: tuple[Kind, ...] = ("png", "svg")
_INDEX = "index.html"


@dataclass(frozen=True)
class Wanted:
    """How charts are wanted: `formats` of FORMATS, `width` in mm."""

    formats: Sequence[str] = ("png", "svg")
    width: float = 156.0
    is_transparent: bool = False


def write_gallery(
    charts: Sequence[Numbered], findings: Findings, folder: Path, wanted: Wanted
) -> tuple[list[Path], set[str], bool]:
    """Write each chart as ``<number> <caption>.<format>`` and its package as ``….zip`` into `folder`,
    with an ``index.html`` that works offline. What an earlier ``index.html`` there names is removed.

    Returns:
        the files, the page first; what was removed and not written anew; whether EMF was wanted and no program of this machine makes it.

    Raises:
        NoFont: no font with Chinese characters is installed.
        OSError: the folder cannot be written.
    """
    drawn = _drawn(charts, findings, wanted)
    files: dict[str, bytes] = {}
    for at, one in enumerate(charts):
        own = {ending: made[at] for ending, made in drawn.items()}
        files |= {f"{one.stem}.{ending}": picture for ending, picture in own.items()}
        files[f"{one.stem}.zip"] = package(one, findings, own)
    folder.mkdir(parents=True, exist_ok=True)
    removed = _remove_earlier(folder) - files.keys()
    for name, data in files.items():
        write_atomically(folder / name, data)
    write_atomically(folder / _INDEX, _index(charts, findings, list(drawn)).encode())
    written = [folder / _INDEX, *(folder / name for name in files)]
    return written, removed, len(drawn) < len(wanted.formats)


def _drawn(
    charts: Sequence[Numbered], findings: Findings, wanted: Wanted
) -> Mapping[str, list[bytes]]:
    """The pictures of each format, in the order of `charts`; none of one that cannot be made."""
    own = [one.chart for one in charts]

    def made(kind: Kind) -> list[bytes]:
        return pictures(own, findings.lang, kind, wanted.width, wanted.is_transparent)

    found: dict[str, list[bytes]] = {kind: made(kind) for kind in _DRAWN if kind in wanted.formats}
    if "emf" in wanted.formats and (emf := as_emf(found.get("svg") or made("svg"))):
        found["emf"] = emf
    return found


def _index(charts: Sequence[Numbered], findings: Findings, endings: Sequence[str]) -> str:
    seen = next((ending for ending in _DRAWN if ending in endings), None)
    shown = [
        {
            "stem": one.stem,
            "finding": one.chart.finding,
            "alt": alt_text(one.chart, findings.lang),
            "picture": quote(f"{one.stem}.{seen}") if seen else None,
            "links": [(e.upper(), quote(f"{one.stem}.{e}")) for e in (*endings, "zip")],
            "citation": metadata(one.chart, findings)["citation"],
        }
        for one in charts
    ]
    lang, span = findings.lang, findings.span.words(findings.lang)
    title = findings.say("gallery_title", span=span)
    foot = charts[0].chart.foot if charts else ""
    template = ENVIRONMENT.get_template("gallery.html")
    return template.render(
        charts=shown, lang=lang, title=title, foot=foot, say=lambda code: say(code, lang)
    )


class _Links(HTMLParser):
    """The files that a page links to."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" and (to := dict(attrs).get("href")):
            self.names.add(unquote(to))


def _remove_earlier(folder: Path) -> set[str]:
    """Remove, and return, what the page that is there names, so that no chart of another day stands beside those of this."""
    page = folder / _INDEX
    if not page.exists():
        return set()
    links = _Links()
    links.feed(page.read_text("utf-8"))
    found = {name for name in links.names if Path(name).name == name and (folder / name).exists()}
    for name in found:
        (folder / name).unlink()
    return found
