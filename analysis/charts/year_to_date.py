"""Deaths of this year so far."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import plotly.graph_objects as go
import polars as pl

from analysis.charts.marks import band, draw_in_panel, panels, place
from analysis.charts.theme import DATA, GREY, Chart, Look
from analysis.findings.few import are_few
from analysis.findings.findings import Findings
from analysis.messages.numbers import listed

_COMPARED = 2  # one year alone is no range


@dataclass(frozen=True)
class _Domain:
    """Deaths of a domain: of this year up to its own last month, of last year, and of the years before that
    reach so far; those that do not are `short`."""

    name: str
    this: pl.DataFrame
    last: pl.DataFrame
    before: pl.DataFrame
    short: list[int]

    @classmethod
    def of(cls, name: str, own: pl.DataFrame, year: int) -> "_Domain":
        this, earlier = own.filter(year=year).sort("month"), own.filter(pl.col("year") < year)
        reached = pl.col("month").max().over("year") >= max(this["month"], default=12)
        before = earlier.filter(reached)
        years = sorted({*earlier["year"]} - {*before["year"]})
        return cls(name, this, earlier.filter(year=year - 1).sort("month"), before, years)

    @property
    def years(self) -> int:
        return self.before["year"].n_unique()

    @property
    def month(self) -> int | None:
        """The last month of this year up to which all were handed in."""
        return max(self.this["month"], default=None)

    @property
    def is_compared(self) -> bool:
        return self.years >= _COMPARED

    def fan(self) -> pl.DataFrame:
        """By month the least and the most of the years before, as far as all of them reach."""
        count = pl.col("numerator")
        by_month = self.before.sort("month").group_by("month", maintain_order=True)
        fan = by_month.agg(low=count.min(), high=count.max(), years=pl.len())
        return fan.filter(years=self.years)

    def is_above(self) -> bool:
        """Whether the last month of the year is above all years before."""
        now = self.this.tail(1).join(self.fan(), on="month")
        return bool((now["numerator"] > now["high"]).any())


def draw(findings: Findings, look: Look) -> Chart | None:
    """Deaths from January on, against last year and the range of the years before."""
    year, counts = findings.year, findings.counts_to_date
    of_id = {
        row["indicator_id"]: counts.filter(indicator_id=row["indicator_id"])
        for row in findings.indicators
    }
    drawn = [
        r for r in findings.indicators if not are_few(of_id[r["indicator_id"]]["numerator"].max())
    ]
    domains = [
        _Domain.of(look.text(row, "domain"), of_id[row["indicator_id"]], year) for row in drawn
    ]
    if not any(domain.month for domain in domains):
        return None
    figure = panels([domain.name for domain in domains])
    ranges = _ranges(domains)
    for at, domain in enumerate(domains):
        draw_in_panel(figure, at, _marks(look, domain, year, ranges))
        figure.update_xaxes(tickvals=[1, 3, 6, 9, 12], title=look.say("axis_month"), **place(at))
        figure.update_yaxes(rangemode="tozero", title=look.say("axis_deaths"), **place(at))
    table = counts.sort("indicator_id", "period_end").select("name", "year", "month", "numerator")
    height = 150 * ((len(domains) + 1) // 2) + 30
    left = [row for row in findings.indicators if row not in drawn]
    most = {look.text(r, "domain"): of_id[r["indicator_id"]]["numerator"].max() for r in left}
    few = {name: count for name, count in most.items() if count is not None}
    unknown = [name for name in most if name not in few]
    subtitle = look.say("chart_ytd_sub") + _short(look, domains)
    subtitle += look.few("deaths", few) + look.unknown(unknown)
    first = min(counts["year"])
    return look.chart(
        "year_to_date",
        figure,
        _finding(look, domains, year),
        subtitle,
        table,
        height,
        of=drawn,
        names="domain",
        missing=look.missed(drawn, date(first, 1, 1), findings.span.end, are_rates=False),
    )


def _ranges(domains: Sequence[_Domain]) -> str:
    """Of how many years the ranges are: one legend stands for all panels."""
    years = sorted({domain.years for domain in domains if domain.is_compared})
    return "—".join(str(count) for count in dict.fromkeys((*years[:1], *years[-1:])))


def _marks(look: Look, domain: _Domain, year: int, ranges: str) -> Iterator[Any]:
    if domain.is_compared:
        fan = domain.fan()
        months, low, high = (fan[column].to_list() for column in ("month", "low", "high"))
        yield band(months, low, high, look.say("legend_earlier_years", years=ranges))
    yield go.Scatter(
        x=domain.last["month"],
        y=domain.last["numerator"],
        mode="lines",
        name=str(year - 1),
        line={"color": GREY, "width": 1.2, "dash": "dash"},
    )
    yield go.Scatter(
        x=domain.this["month"],
        y=domain.this["numerator"],
        mode="lines+markers",
        name=str(year),
        line={"color": DATA, "width": 2.5},
        marker={"size": 5},
        cliponaxis=False,
    )


def _short(look: Look, domains: Sequence[_Domain]) -> str:
    """Which years are in no range since months of them are missing."""
    return "".join(
        look.say(
            "chart_ytd_short",
            name=domain.name,
            years=listed([str(year) for year in domain.short], look.lang),
        )
        for domain in domains
        if domain.short
    )


def _finding(look: Look, domains: Sequence[_Domain], year: int) -> str:
    """Each domain up to its own last month: those above all years before, else that none is."""
    compared = [domain for domain in domains if domain.is_compared and domain.month]
    alone = [domain.name for domain in domains if domain.month and not domain.is_compared]
    without = [domain.name for domain in domains if not domain.month]
    of_month: dict[int, list[_Domain]] = {}
    for domain in compared or domains:
        if domain.month:
            of_month.setdefault(domain.month, []).append(domain)
    said = []
    for month, own in sorted(of_month.items(), reverse=True):
        above = [domain.name for domain in own if compared and domain.is_above()]
        code = (
            ("chart_ytd_above" if above else "chart_ytd_within") if compared else "chart_ytd_none"
        )
        names = listed(above or [domain.name for domain in own], look.lang)
        said.append(look.say(code, year=year, month=month, names=names))
    finding = look.say("list_semicolon").join(said)
    if compared and alone:
        finding += look.say("chart_ytd_alone", names=listed(alone, look.lang))
    if without:
        finding += look.say("chart_ytd_without", names=listed(without, look.lang), year=year)
    return finding
