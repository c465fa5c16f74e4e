"""The evaluation report of a year: its sentences and tables, from the marts of one build.

Sentences are templates with figures; no adjective stands that the figures do not carry.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import polars as pl

from analysis.base.places import own_id
from analysis.base.settings import local_now
from analysis.charts import Chart, chart_set, latest_progress, plan_indicators
from analysis.charts.theme import number, short
from analysis.marts.caveats import with_notes
from analysis.marts.code_names import name_of
from analysis.marts.departments import department
from analysis.marts.figure_codes import Figure
from analysis.marts.snapshot import Snapshot
from analysis.messages import Lang, say
from analysis.report.blocks import Block, Heading, Paragraph, Picture, Report, Table

_LISTED = 30  # so many files or restatements are listed; the rest are counted
Row = dict[str, Any]


def evaluation_report(marts: Snapshot, year: int, lang: Lang = "zh") -> Report:
    """The report of `year`, as the build behind `marts` knows it."""
    return _Writer(marts, year, lang).report()


def default_year(marts: Snapshot) -> int:
    """The last year whose four rates are complete, else the one before the build's day."""
    rates = marts["fct_indicator_rates"].filter(
        pl.col("region_id") == own_id(),
        pl.col("period_kind") == "year",
        pl.col("origin") == "hand_in",
    )
    plan = plan_indicators(marts)["indicator_id"]
    rates = rates.filter(pl.col("indicator_id").is_in(plan.implode()), pl.col("rate").is_not_null())
    years = rates.group_by(year=pl.col("period_end").dt.year()).len().filter(len=len(plan))["year"]
    return int(years.max()) if len(years) else marts.as_of.year - 1


class _Writer:
    def __init__(self, marts: Snapshot, year: int, lang: Lang) -> None:
        self.marts, self.year, self.lang = marts, year, lang
        self.indicators = list(plan_indicators(marts).iter_rows(named=True))
        rates = marts["fct_indicator_rates"].filter(period_kind="year", region_id=own_id())
        rates = rates.with_columns(year=pl.col("period_end").dt.year()).sort("year")
        self.rates = with_notes(rates, lang)
        self.trends = marts["fct_indicator_trends"].filter(region_id=own_id(), year=year)
        self.charts = {chart.key: chart for chart in chart_set(marts, year, lang)}

    def say(self, code: str, **params: object) -> str:
        return say(code, self.lang, **params)

    def name(self, row: Row, what: str = "name") -> str:
        return row[f"{what}_{self.lang}"]

    def report(self) -> Report:
        """All parts in the order of the report."""
        build = self.marts.build
        about = [
            self.say("report_date", day=f"{local_now():%Y-%m-%d}"),
            self.say("report_build", build_id=build["build_id"], as_of=self.marts.as_of),
        ]
        report = Report(self.say("report_title", year=self.year), about)
        report.charts = list(self.charts.values())
        for part in (
            self.opening, self.summary, self.definitions, self.four_rates, self.townships,
            self.signals, self.targets, self.tasks, self.quality, self.tables, self.appendix,
        ):  # fmt: skip
            report.blocks += part()
        return report

    # what stands before the first part

    def opening(self) -> Iterator[Block]:
        if self.marts.is_sample:
            yield Paragraph(self.say("report_sample"), "warning")
        gaps = [text for indicator in self.indicators if (text := self._gap(indicator))]
        if gaps:
            yield Paragraph(self.say("report_incomplete", year=self.year, gaps=self._list(gaps)), "warning")  # fmt: skip

    def _gap(self, indicator: Row) -> str | None:
        row = self._year_row(indicator)
        if row and row["rate"] is not None:
            return None
        why = (row and row["note"]) or self.say("no_hand_in")
        return self.say("gap", name=self.name(indicator), why=why)

    def _year_row(self, indicator: Row, year: int | None = None) -> Row | None:
        found = self.rates.filter(
            pl.col("indicator_id") == indicator["indicator_id"],
            pl.col("year") == (year or self.year),
        )
        return found.row(0, named=True) if found.height else None

    def _list(self, parts: Iterable[str]) -> str:
        return self.say("list_semicolon").join(parts)

    # 摘要

    def summary(self) -> Iterator[Block]:
        yield Heading(self.say("part_summary"), 1)
        for indicator in self.indicators:
            yield Paragraph(self._standing(indicator))
        progress = latest_progress(self.marts, self.lang)
        if progress.height:
            standing = self.charts["targets"].finding
            yield Paragraph(self.say("summary_targets", as_of=self.marts.as_of, standing=standing))
        count = self._signals().height
        code = "summary_signals" if count else "summary_signals_none"
        yield Paragraph(self.say(code, year=self.year, count=count))
        yield Paragraph(self.say("summary_caution"), "note")

    def _standing(self, indicator: Row) -> str:
        row, name = self._year_row(indicator), self.name(indicator)
        if row is None or row["rate"] is None:
            why = (row and row["note"]) or self.say("no_hand_in")
            return self.say("standing_unknown", name=name, year=self.year, why=why)
        decimals, unit = indicator["decimals"], self.name(indicator, "unit")
        trend = self.trends.filter(indicator_id=indicator["indicator_id"])
        verdict = trend["statistical_verdict"][0] if trend.height else None
        sentence = trend[f"sentence_{self.lang}"][0] if trend.height else ""
        return self.say(
            "standing", name=name, year=self.year, rate=number(row["rate"], decimals), unit=unit,
            count=short(row["numerator"]), lower=number(row["rate_lower_95"], decimals),
            upper=number(row["rate_upper_95"], decimals), change=self._change_words(row, decimals),
            verdict=name_of("statistical_verdict", verdict, self.lang) if verdict else self.say("no_verdict"),
            sentence=sentence,
        )  # fmt: skip

    def _change_words(self, row: Row, decimals: int) -> str:
        before = row["prior_year_rate"]
        if before is None:
            return self.say("change_unknown")
        if before == 0:
            return self.say("change_from_zero")
        if row["rate"] == before:
            return self.say("change_none")
        code = "change_fell" if row["rate"] < before else "change_rose"
        return self.say(
            code, before=number(before, decimals), pct=number(abs(row["change_pct"]), 1)
        )

    # 指标与口径

    def definitions(self) -> Iterator[Block]:
        yield Heading(self.say("part_definitions"), 1)
        rows = [(self.name(i), self.name(i, "unit"), i["definition_zh"]) for i in self.indicators]
        header = [self.say(f"col_{c}") for c in ("name", "unit", "definition")]
        yield Table(self.say("table_definitions"), header, rows, (0.3, 0.16, 0.54))
        yield Paragraph(self.say("definitions_note"))

    # 四项事故指标

    def four_rates(self) -> Iterator[Block]:
        yield Heading(self.say("part_rates"), 1)
        for indicator in self.indicators:
            key = indicator["indicator_id"]
            yield Heading(self.name(indicator), 2)
            yield Paragraph(self._standing(indicator))
            yield from self._pictures(f"trend_{key}")
            yield self._years_table(indicator)
            yield Paragraph(self._limits_words(indicator))
            yield from self._pictures(f"change_{key}")
            if row := self._broken_change(indicator):
                yield Paragraph(row, "note")
        yield Heading(self.say("section_together"), 2)
        yield from self._pictures(
            "three_years", "year_to_date", "likely_range", "days_between", "kinds"
        )

    def _pictures(self, *keys: str) -> Iterator[Picture]:
        yield from (Picture(self.charts[key]) for key in keys if key in self.charts)

    def _years_table(self, indicator: Row) -> Table:
        own = self.rates.filter(
            pl.col("indicator_id") == indicator["indicator_id"], pl.col("year") <= self.year
        ).tail(10)
        decimals = indicator["decimals"]
        rows = [
            (
                str(r["year"]), short(r["numerator"]), number(r["denominator"], 0),
                number(r["rate"], decimals),
                f"{number(r['rate_lower_95'], decimals)}—{number(r['rate_upper_95'], decimals)}",
                number(r["rate_3y"], decimals), number(r["change_pct"], 1),
                self._code(indicator, r), r["note"] or "",
            )
            for r in own.iter_rows(named=True)
        ]  # fmt: skip
        columns = ("year", "numerator", "denominator", "rate", "limits_95", "rate_3y", "change_pct", "code", "note")  # fmt: skip
        header = [self.say(f"col_{c}") for c in columns]
        title = self.say(
            "table_years", name=self.name(indicator), unit=self.name(indicator, "unit")
        )
        return Table(title, header, rows, (0.07, 0.07, 0.15, 0.09, 0.15, 0.09, 0.09, 0.13, 0.16))

    def _code(self, indicator: Row, row: Row) -> str:
        figure = Figure(indicator["code"], row["region_id"], row["period_kind"], row["period_end"])
        return figure.code

    def _limits_words(self, indicator: Row) -> str:
        row = self._year_row(indicator)
        if row is None or row["rate_lower_95"] is None:
            return self.say("limits_unknown")
        per = row["rate_upper_95"] / row["rate"] * row["numerator"] if row["rate"] else None
        if per is None:
            upper = row["rate_upper_95"] * row["denominator"] / indicator["per"]
            return self.say("limits_zero", upper=number(upper, 1))
        lower = row["rate_lower_95"] / row["rate"] * row["numerator"]
        return self.say("limits_words", count=short(row["numerator"]), lower=number(lower, 1), upper=number(per, 1))  # fmt: skip

    def _broken_change(self, indicator: Row) -> str | None:
        change = self.marts["fct_rate_change"].filter(
            pl.col("indicator_id") == indicator["indicator_id"],
            pl.col("region_id") == own_id(),
            pl.col("period_kind") == "year",
            pl.col("period_end").dt.year() == self.year,
        )
        return self.say("change_broken", year=self.year) if change["crosses_break"].any() else None

    # 分地区

    def townships(self) -> Iterator[Block]:
        yield Heading(self.say("part_townships"), 1)
        keys = [k for k in self.charts if k.startswith(("funnel_", "townships_"))]
        if not keys:
            yield Paragraph(self.say("townships_none"))
            return
        yield Paragraph(self.say("townships_words"))
        yield from self._pictures(*keys)

    # 预警信号

    def _signals(self) -> pl.DataFrame:
        found = self.marts["fct_indicator_signals"]
        found = found.filter(pl.col("period_end").dt.year() == self.year)
        order = {"red": 0, "orange": 1, "yellow": 2, "blue": 3}
        return found.sort(
            pl.col("level").replace_strict(order), "period_end", descending=[False, True]
        )

    def signals(self) -> Iterator[Block]:
        yield Heading(self.say("part_signals"), 1)
        found = self._signals()
        yield Paragraph(self.say("signals_words", year=self.year, count=found.height))
        if found.height:
            indicators = self._names("dim_indicator", "indicator_id")
            regions = self._names("dim_region", "region_id")
            rows = [
                (
                    self.say(f"level_word_{r['level']}").strip(), indicators[r["indicator_id"]],
                    regions[r["region_id"]], r[f"message_{self.lang}"],
                )
                for r in found.iter_rows(named=True)
            ]  # fmt: skip
            header = [self.say(f"col_{c}") for c in ("level", "name", "region", "message")]
            yield Table(self.say("table_signals"), header, rows, (0.1, 0.3, 0.15, 0.45))
        for indicator in self.indicators:
            yield from self._pictures(f"rolling_{indicator['indicator_id']}")
        yield from self._pictures("warnings")
        if "warnings" not in self.charts:
            yield Paragraph(self.say("warnings_none", year=self.year))

    def _names(self, mart: str, key: str) -> dict[str, str]:
        return dict(self.marts[mart].select(key, f"name_{self.lang}").iter_rows())

    # 目标进度

    def targets(self) -> Iterator[Block]:
        yield Heading(self.say("part_targets"), 1)
        progress = latest_progress(self.marts, self.lang)
        if progress.is_empty():
            yield Paragraph(self.say("targets_none"))
            return
        yield from self._pictures("targets")
        rows = [
            (
                r["name"], self.say(f"target_{r['status']}"), short(r["value"]), self._bound(r),
                f"{r['due_date']:%Y-%m-%d}", self.say("list_comma").join(r["departments"]), r["note"] or "",
            )
            for r in progress.iter_rows(named=True)
        ]  # fmt: skip
        columns = ("target", "status", "value", "threshold", "due_date", "departments", "note")
        header = [self.say(f"col_{c}") for c in columns]
        yield Table(self.say("table_targets_full"), header, rows, (0.18, 0.1, 0.08, 0.1, 0.12, 0.2, 0.22))  # fmt: skip
        yield from self._pictures("due_dates")

    def _bound(self, row: Row) -> str:
        if row["source_form"] == "fct_indicator_trends":
            return self.say("threshold_verdict")
        if row["threshold"] is None:
            return self.say("threshold_not_given")
        return f"{row['operator']} {short(row['threshold'])}"

    # 任务分工

    def tasks(self) -> Iterator[Block]:
        yield Heading(self.say("part_tasks"), 1)
        tasks = self.marts["dim_task"].sort("task_id")
        answer = self.marts["bridge_task_department"]
        if self.lang == "en":
            names = self.marts["dim_department"].select("department_id", name="name_en")
            answer = answer.join(names, on="department_id", how="left")
        else:
            answer = answer.with_columns(name="department_zh")
        rows = []
        for task in tasks.iter_rows(named=True):
            own = answer.filter(task_id=task["task_id"])
            who = self.say("list_comma").join(n or "" for n in own["name"])
            rows.append((str(task["task_id"]), self.name(task), who))
        header = [self.say(f"col_{c}") for c in ("task_id", "task", "departments")]
        yield Table(self.say("table_tasks"), header, rows, (0.1, 0.35, 0.55))
        for role in answer["role"].unique().sort():
            yield Paragraph(name_of("task_role", role, self.lang), "note")

    # 数据质量

    def quality(self) -> Iterator[Block]:
        yield Heading(self.say("part_quality"), 1)
        yield from self._pictures("calendar")
        yield from self._missing()
        yield from self._pictures("quality")
        yield from self._refused()
        yield from self._provisional()
        yield from self._corrections()
        yield from self._restated()

    def _missing(self) -> Iterator[Block]:
        who = department(self.marts["dim_department"], self.lang)
        calendar = (
            self.marts["fct_hand_in_calendar"]
            .with_columns(who)
            .filter(pl.col("period_end").dt.year() == self.year, pl.col("status") == "missing")
        )
        if calendar.is_empty():
            yield Paragraph(self.say("missing_none", year=self.year))
            return
        name = "form_zh" if self.lang == "zh" else "form"
        by_form = calendar.sort(name, "period").group_by(name, "department", maintain_order=True)
        rows = [
            (r[name], r["department"] or "", self.say("list_comma").join(r["period"]))
            for r in by_form.agg("period").iter_rows(named=True)
        ]
        header = [self.say(f"col_{c}") for c in ("form", "department", "period")]
        yield Table(
            self.say("table_missing", count=calendar.height), header, rows, (0.3, 0.25, 0.45)
        )

    def _refused(self) -> Iterator[Block]:
        files = self.marts["fct_hand_ins"].filter(pl.col("status").is_in(["held", "rejected"]))
        if files.is_empty():
            yield Paragraph(self.say("refused_none"))
            return
        reason = "reason" if self.lang == "zh" else "reason_en"
        rows = [
            (self.say(f"status_{r['status']}"), r["path"], r[reason] or "")
            for r in files.sort("status", "path").head(_LISTED).iter_rows(named=True)
        ]
        header = [self.say(f"col_{c}") for c in ("status", "path", "reason")]
        yield Table(self.say("table_refused", count=files.height), header, rows, (0.12, 0.38, 0.5))

    def _provisional(self) -> Iterator[Block]:
        rows = [
            (self.name(i), row["note"] or "")
            for i in self.indicators
            if (row := self._year_row(i)) and row["is_provisional"]
        ]
        if rows:
            header = [self.say(f"col_{c}") for c in ("name", "note")]
            yield Table(self.say("table_provisional"), header, rows, (0.45, 0.55))
        else:
            yield Paragraph(self.say("provisional_none", year=self.year))

    def _corrections(self) -> Iterator[Block]:
        found = self.marts["fct_corrections"]
        if found.is_empty():
            yield Paragraph(self.say("corrections_none"))
            return
        names = ("form", "period", "key", "column_name", "expected", "corrected", "reason", "who")
        rows = [tuple(str(r[n] or "") for n in names) for r in found.iter_rows(named=True)]
        header = [self.say(f"col_{n}") for n in names]
        yield Table(self.say("table_corrections"), header, rows)

    def _restated(self) -> Iterator[Block]:
        keys = [i["indicator_id"] for i in self.indicators]
        found = self.marts["fct_restatements"].filter(
            pl.col("indicator_id").is_in(keys), pl.col("region_id") == own_id(), pl.col("period_kind") == "year"
        )  # fmt: skip
        if found.is_empty():
            yield Paragraph(self.say("restated_none"))
            return
        names = self._names("dim_indicator", "indicator_id")
        rows = [
            (
                names[r["indicator_id"]], str(r["period_end"].year), number(r["rate_before"], 4),
                number(r["rate"], 4), str(r["restated_on"]), r["cause_paths"] or r["correction_keys"] or "",
            )
            for r in found.sort("restated_on", descending=True).head(_LISTED).iter_rows(named=True)
        ]  # fmt: skip
        columns = ("name", "year", "rate_before", "rate", "restated_on", "cause_paths")
        header = [self.say(f"col_{c}") for c in columns]
        yield Table(self.say("table_restated"), header, rows, (0.26, 0.08, 0.11, 0.11, 0.13, 0.31))

    # 附表

    def tables(self) -> Iterator[Block]:
        yield Heading(self.say("part_tables"), 1)
        yield self._all_indicators()
        yield from self._townships_table()
        yield from self._pictures("reconciliation")
        yield Paragraph(self.say("tables_more"), "note")

    def _all_indicators(self) -> Table:
        rows = []
        for indicator in self.marts["dim_indicator"].sort("code").iter_rows(named=True):
            row = self._year_row(indicator)
            if row is None:
                continue
            decimals = indicator["decimals"]
            rows.append(
                (
                    self.name(indicator), short(row["numerator"]), number(row["rate"], decimals),
                    self.name(indicator, "unit"), number(row["prior_year_rate"], decimals),
                    number(row["change_pct"], 1), self._code(indicator, row),
                )
            )  # fmt: skip
        columns = ("name", "numerator", "rate", "unit", "prior_year_rate", "change_pct", "code")
        header = [self.say(f"col_{c}") for c in columns]
        title = self.say("table_all", year=self.year)
        return Table(title, header, rows, (0.3, 0.13, 0.13, 0.11, 0.12, 0.08, 0.13))

    def _townships_table(self) -> Iterator[Table]:
        compared = self.marts["fct_region_comparison"].filter(pl.col("year") <= self.year)
        regions = self._names("dim_region", "region_id")
        for indicator in self.indicators:
            own = compared.filter(indicator_id=indicator["indicator_id"])
            if own.is_empty():
                continue
            last = own["year"].max()
            own = own.filter(year=last).sort("region_id")
            end, decimals = date(last, 12, 31), indicator["decimals"]
            rows = [
                (
                    regions[r["region_id"]], short(r["numerator"]), number(r["denominator"], 0),
                    number(r["rate"], decimals), number(r["eb_rate"], decimals),
                    name_of("significance", r["significance"], self.lang),
                    Figure(indicator["code"], r["region_id"], "year", end).code,
                )
                for r in own.iter_rows(named=True)
            ]  # fmt: skip
            columns = ("region", "numerator", "denominator_years", "rate", "eb_rate", "significance", "code")  # fmt: skip
            header = [self.say(f"col_{c}") for c in columns]
            title = self.say("table_townships", name=self.name(indicator), first=last - own["years"][0] + 1, last=last)  # fmt: skip
            yield Table(title, header, rows, (0.17, 0.08, 0.15, 0.1, 0.12, 0.21, 0.17))

    # 附录

    def appendix(self) -> Iterator[Block]:
        yield Heading(self.say("part_appendix"), 1)
        yield Heading(self.say("section_methods"), 2)
        for code in ("limits", "official", "statistical", "change", "signals", "townships", "targets"):  # fmt: skip
            yield Paragraph(self.say(f"method_{code}"))
        yield Heading(self.say("section_breaks"), 2)
        domains = {i["event_domain"]: self.name(i, "domain") for i in self.indicators}
        breaks = self.marts.table("reference", "definition_breaks")
        rows = [
            (domains.get(b["event_domain"], b["event_domain"]), str(b["effective_from"]), self.name(b, "what"),
             self.name(b, "note") or "", b["source"] or "")
            for b in breaks.sort("effective_from").iter_rows(named=True)
        ]  # fmt: skip
        header = [
            self.say(f"col_{c}") for c in ("domain", "effective_from", "what", "note", "source")
        ]
        yield Table(self.say("table_breaks"), header, rows, (0.12, 0.13, 0.2, 0.3, 0.25))
        yield Heading(self.say("section_sources"), 2)
        yield from self._sources()

    def _sources(self) -> Iterator[Block]:
        forms = self.marts["fct_hand_in_calendar"].select("form", "form_zh").unique("form")
        files = self.marts["dim_hand_in"].filter("is_in_force").join(forms, on="form", how="left")
        name = "form_zh" if self.lang == "zh" else "form"
        by_form = files.group_by(name).agg(
            files=pl.len(), first=pl.col("period_start").min(), last=pl.col("period_end").max()
        )
        rows = [
            (r[name], str(r["files"]), f"{r['first']:%Y-%m}—{r['last']:%Y-%m}")
            for r in by_form.sort(name).iter_rows(named=True)
        ]
        header = [self.say(f"col_{c}") for c in ("form", "files", "period")]
        yield Table(self.say("table_sources"), header, rows, (0.5, 0.2, 0.3))
        build = self.marts.build
        yield Paragraph(
            self.say(
                "sources_build", build_id=build["build_id"], as_of=self.marts.as_of,
                version=build["code_version"], tests=build["tests_passed"],
            )
        )  # fmt: skip


def annex(charts: Sequence[Chart], lang: Lang) -> dict[str, pl.DataFrame]:
    """Sheets of the annex: what stands behind every chart, and a list of them first."""
    names = {chart.key: f"{at:02d} {chart.key}"[:31] for at, chart in enumerate(charts, start=1)}
    contents = pl.DataFrame(
        {
            say("col_sheet", lang): list(names.values()),
            say("col_finding", lang): [chart.finding for chart in charts],
        }
    )
    sheets = {say("sheet_contents", lang): contents}
    for chart in charts:
        headers = {c: say(f"col_{c}", lang) for c in chart.table.columns}
        sheets[names[chart.key]] = chart.table.rename(headers)
    return sheets
