"""Each published figure of a pack beside its truth: right, told, or wrong in silence."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import duckdb

from analysis.forms.periods import month_end
from analysis.marts.caveats import caveat_words
from tests.truth.world import DOMAINS, TARGET_IDS, Truth

_TOLD = {
    "months_missing",
    "period_incomplete",
    "period_not_over",
    "stock_carried_forward",
    "rows_set_aside",
    "rows_doubted",
    "files_waiting",
    "denominator_files_waiting",
    "denominator_rows_set_aside",
}
_TAKEN = ("accepted", "superseded")
_COUNTS = """select * from intermediate.int_series_by_period
    where basis = 'count' and region_id = '150621' and period_kind in ('month', 'year')"""
_RATES = "select * from marts.fct_indicator_rates where region_id = '150621'"


@dataclass(frozen=True)
class Figure:
    """`forms` are those that the figure comes from, `months` its period; `verdict` is right, told or
    silent; `said` what the warehouse says at it."""

    name: str
    forms: frozenset[str]
    months: range
    truth: tuple[float, ...]
    published: tuple[float, ...] | None
    verdict: str
    said: str
    wrong_forms: frozenset[str] = frozenset()

    @property
    def suspects(self) -> frozenset[str]:
        """The forms that can have made it wrong: of a rate, those of its wrong half."""
        return self.wrong_forms or self.forms


class Judge:
    """Reads one published file, read-only."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        counts = _dicts(connection, _COUNTS)
        self._counts_of = {(r["series"], r["period_kind"], r["period_end"]): r for r in counts}
        rates = _dicts(connection, _RATES)
        self._rates = {(r["indicator_id"], r["period_kind"], r["period_end"]): r for r in rates}
        targets = _dicts(connection, "select * from marts.fct_target_progress")
        self._targets = {(r["target_id"], r["period_end"]): r for r in targets}
        self._hand_ins = _dicts(connection, "select * from marts.fct_hand_ins")
        self._calendar = _dicts(connection, "select * from marts.fct_hand_in_calendar")

    def figures(self, truth: Truth) -> Iterator[Figure]:
        for form, domain in DOMAINS.items():
            for months in (*(range(m, m + 1) for m in range(1, 13)), range(1, 13)):
                if domain == "production":
                    yield self._counts(truth, form, "production_reported", months)
                yield self._counts(truth, form, domain, months)
        yield from self._all_rates(truth)
        for (name, month), (done, due) in truth.targets.items():
            yield self._target(truth.year, name, month, done * 100 / due)

    def _counts(self, truth: Truth, form: str, series: str, months: range) -> Figure:
        kind = "month" if len(months) == 1 else "year"
        end = month_end(truth.year, months[-1])
        rows = {
            measure: self._counts_of.get((f"{series}_{measure}", kind, end))
            for measure in ("accidents", "deaths", "missing")
        }
        row = rows["accidents"]
        counted = [e for e in truth.of(form, months) if e.is_counted or series != "production"]
        true = _sums(counted)
        name = f"{series} {kind} {end:%Y-%m}"
        forms = frozenset({form})
        if row is None:
            return self._absent(name, forms, months, true, end)
        published = tuple(float(found["value"]) if found else 0.0 for found in rows.values())
        waits = {c: row[c] for c in ("rows_set_aside", "files_waiting", "rows_doubted")}
        told = not row["is_complete"] or any(waits.values())
        said = f"is_complete={row['is_complete']} {waits}"
        return Figure(name, forms, months, true, published, _verdict(true == published, told), said)

    def _all_rates(self, truth: Truth) -> Iterator[Figure]:
        people = float(sum(truth.population.values()))
        for quarter in range(1, 5):
            before, months = truth.gdp.get(quarter - 1, 0), range(quarter * 3 - 2, quarter * 3 + 1)
            flow = truth.gdp[quarter] - before
            yield self._rate(truth, "production_deaths_per_100m_gdp", "quarter", months, flow)
            to_date = range(1, quarter * 3 + 1)
            whole = truth.gdp[quarter]
            yield self._rate(truth, "production_deaths_per_100m_gdp", "ytd", to_date, whole)
        yield self._rate(
            truth, "production_deaths_per_100m_gdp", "year", range(1, 13), truth.gdp[4]
        )
        for month in range(1, 13):
            cars = sum(truth.vehicles[month])
            month_alone = range(month, month + 1)
            yield self._rate(truth, "road_deaths_per_10k_vehicles", "month", month_alone, cars)
        cars = sum(truth.vehicles[12])
        yield self._rate(truth, "road_deaths_per_10k_vehicles", "year", range(1, 13), cars)
        yield self._rate(truth, "fire_deaths_per_100k_population", "year", range(1, 13), people)
        yield self._rate(truth, "disaster_deaths_per_1m_population", "year", range(1, 13), people)

    def _rate(self, truth: Truth, indicator: str, kind: str, months: range, over: float) -> Figure:
        end = month_end(truth.year, months[-1])
        domain = indicator.split("_")[0]
        form = next(f for f, d in DOMAINS.items() if d == domain)
        other = {"production": "gdp", "road": "motor_vehicles"}.get(domain, "population")
        counted = [e for e in truth.of(form, months) if e.is_counted or domain != "production"]
        _, deaths, missing = _sums(counted)
        true = (deaths + (missing if domain == "disaster" else 0), float(over))
        forms = frozenset({form, other})
        name = f"rate {domain} {kind} {end:%Y-%m}"
        row = self._rates.get((indicator, kind, end))
        if row is None:
            return self._absent(name, forms, months, true, end)
        published = (float(row["numerator"] or 0), float(row["denominator"] or 0))
        halves = {form: published[0] == true[0]}
        halves[other] = abs(published[1] - true[1]) <= 1e-6 * true[1]
        wrong, is_right = frozenset(f for f, ok in halves.items() if not ok), all(halves.values())
        is_told = row["rate"] is None or bool(_TOLD & set(row["caveats"]))
        verdict = _verdict(is_right and row["rate"] is not None, is_told)
        said = f"rate={row['rate']} {caveat_words(row, 'zh')}"
        return Figure(name, forms, months, true, published, verdict, said, wrong)

    def _target(self, year: int, name: str, month: int, value: float) -> Figure:
        end, forms = month_end(year, month), frozenset({"target_progress"})
        row = self._targets.get((TARGET_IDS[name], end))
        months = range(month, month + 1)
        title = f"target {TARGET_IDS[name]} {end:%Y-%m}"
        if row is None or row["value"] is None:
            return self._absent(title, forms, months, (value,), end)
        is_right = abs(row["value"] - value) < 0.051
        # no reason of a target says that its figure may be wrong
        verdict, said = _verdict(is_right, False), row["reason"] or ""
        return Figure(title, forms, months, (value,), (row["value"],), verdict, said)

    def _absent(
        self, name: str, forms: frozenset[str], months: range, true: tuple[float, ...], end: date
    ) -> Figure:
        """No figure at all is told where a hand-in of the form is listed as not accepted, has rows
        set aside or warnings, or where the calendar knows one as missing."""
        listed = [
            h
            for h in self._hand_ins
            if h["form"] in forms
            and (h["period"] or f"{end.year}").startswith(f"{end.year}")
            and (h["status"] not in _TAKEN or h["rows_quarantined"] or h["warnings"])
        ]
        due = [c for c in self._calendar if c["form"] in forms and c["status"] == "missing"]
        missing = [c for c in due if c["period_end"].year == end.year]
        said = f"absent; {len(listed)} hand-ins listed, {len(missing)} missing"
        told = bool(listed or missing)
        return Figure(name, forms, months, true, None, _verdict(False, told), said)


def _verdict(is_right: bool, is_told: bool) -> str:
    return "right" if is_right else "told" if is_told else "silent"


def _sums(events: list) -> tuple[float, float, float]:
    deaths, missing = sum(e.deaths for e in events), sum(e.missing for e in events)
    return (float(len(events)), float(deaths), float(missing))


def _dicts(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, object]]:
    return connection.execute(query).pl().to_dicts()
