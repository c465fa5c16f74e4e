"""An indicator of one's own, before it is a row of ``seeds/indicators.csv``."""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

import polars as pl

from analysis.charts.theme import Chart, Look
from analysis.charts.trend import trend
from analysis.findings.findings import Findings
from analysis.marts.caveats import with_notes
from analysis.marts.own_indicator import yearly_rates
from analysis.marts.rows import IndicatorRow, SeriesRow


def draw(findings: Findings, look: Look, row: Mapping[str, object]) -> Chart | None:
    """The yearly rates of the own region up to the span's end.

    Args:
        row: ``name_zh, unit_zh, numerator_series, denominator_series, denominator_basis, per`` and, if given,
            ``name_en, unit_en, decimals``, as in ``seeds/indicators.csv``.

    Raises:
        KeyError: one of them is not given.
        LookupError: no such series or basis; the message names what there is.
    """
    rates = with_notes(yearly_rates(findings.marts, {k: str(v) for k, v in row.items()}), look.lang)
    years = rates.filter(pl.col("period_end").dt.year() <= findings.year)
    if years["rate"].is_null().all():
        return None
    (series,) = findings.marts.rows(SeriesRow, series=row["numerator_series"])
    texts = {f"{what}_en": row.get(f"{what}_en", row[f"{what}_zh"]) for what in ("name", "unit")}
    rest = {"indicator_id": "own", "code": "", "event_domain": series["event_domain"]}
    decimals = int(str(row.get("decimals", 2)))
    indicator = cast("IndicatorRow", {**row, **texts, **rest, "decimals": decimals})
    last = years.drop_nulls("rate")["period_end"][-1].year
    breaks = findings.breaks_of(indicator)
    found = trend(look, indicator, years, breaks, look.say("not_judged"), last)
    table = found.table.drop("code")  # nothing traces it yet
    return replace(found, table=table, heads={name: found.heads[name] for name in table.columns})
