"""The three facts of `bench.hand_written` in polars alone, accidents in one pass. Written as parquet,
which is polars' own: a file of DuckDB would be written by DuckDB, and that would be measured."""

import re
from pathlib import Path

import polars as pl
from polars import col

from analysis.base.settings import DataDir, seeds_folder

_FORMS = ["production_accidents", "road_accidents", "fires", "disasters"]
_DOMAINS = dict(zip(_FORMS, ["production", "road", "fire", "disaster"], strict=True))
_OWN, _TOWNSHIP = "150621", r"^150621...$"
_AROUND = (r"^内蒙古(自治区)?(?=.)", r"^鄂尔多斯市?(?=.)", r"^(达拉特旗|达旗)(?=.)")
_ROW = ["hand_in_id", "source_sheet", "source_row"]
_PLACE, _PERIOD = ["series", "region_id"], ["period_kind", "period_end"]
_MEASURES = ["accidents", "deaths", "deaths_and_missing", "injuries", "direct_loss_yuan"]
_KEYS = ["domain", "event_filter", "region_id", *_PERIOD]
_FILTERS = ["is_counted", "is_larger_or_above"]
_ACCIDENT = ["accident_key", "domain", "occurred_at", "region_id", "deaths", "missing", "injuries"]
_ACCIDENT += ["direct_loss_yuan", "is_counted", "is_commercial", "is_larger_or_above", *_ROW]
_RATE = ["indicator_id", "region_id", *_PERIOD, "numerator", "denominator", "is_complete", "rate"]
_Rows = dict[str, pl.LazyFrame]


def transform(data: DataDir, folder: Path) -> None:
    """Make ``accidents``, ``denominators`` and ``rates`` of what the last build of `data` was given."""
    folder.mkdir(exist_ok=True)
    hand_ins = pl.read_parquet(data.raw / "register" / "hand_ins.parquet").filter(status="accepted")
    forms = (*_DOMAINS, "population", "gdp", "motor_vehicles")
    rows = {form: _rows(data, form, hand_ins) for form in forms}
    places = _places([rows[form] for form in (*_DOMAINS, "population")])
    accidents = _accidents(rows, places)
    # no larger than by the usual level, and a tenth less work
    written = accidents.sink_parquet(folder / "accidents.parquet", compression_level=1, lazy=True)
    cells = pl.collect_all([_cells(accidents), written], engine="streaming")[0]
    denominators = _denominators(rows, places, hand_ins)
    denominators.write_parquet(folder / "denominators.parquet")
    _rates(cells, denominators, hand_ins).write_parquet(folder / "rates.parquet")


def _rows(data: DataDir, form: str, hand_ins: pl.DataFrame) -> pl.LazyFrame:
    """What counts of a form: of hand-ins in force, not set aside."""
    refused = pl.scan_parquet(data.raw / "register" / "quarantined_cells.parquet")
    refused = refused.filter(fate="set_aside")
    rows = pl.scan_parquet(sorted((data.raw / form).glob("*.parquet")), glob=False)
    rows = rows.filter(col("hand_in_id").is_in(hand_ins["hand_in_id"].implode()))
    return rows.join(refused, left_on=_ROW, right_on=["hand_in_id", "sheet", "row"], how="anti")


def _seed(name: str) -> pl.DataFrame:
    return pl.read_csv(seeds_folder() / f"{name}.csv", infer_schema=False)


def _later(day: pl.Expr, months: int) -> pl.Expr:
    """The end of the month so many months later."""
    return day.dt.offset_by(f"{months}mo").dt.month_end()


def _places(rows: list[pl.LazyFrame]) -> pl.LazyFrame:
    """The region of each place by its name, or that of the township that its name begins with."""
    pairs = [*_seed("regions").select("name_zh", "region_id").iter_rows()]
    pairs += _seed("region_aliases").select("alias", "region_id").iter_rows()
    pairs.sort(key=lambda pair: (-len(pair[0]), pair[1]))

    def region_of(place: str) -> str | None:
        local = place
        for around in _AROUND:
            local = re.sub(around, "", local)
        whole = (region for name, region in pairs if name in (place, local))
        within = (r for name, r in pairs if re.match(_TOWNSHIP, r) and local.startswith(name))
        return next(whole, next(within, None))

    found = pl.concat([one.select("place") for one in rows]).unique().drop_nulls()
    distinct = found.collect(engine="streaming")["place"]
    regions = pl.Series("region_id", map(region_of, distinct), pl.String)
    return pl.LazyFrame([distinct, regions]).drop_nulls()


def _accidents(rows: _Rows, places: pl.LazyFrame) -> pl.LazyFrame:
    parts = [rows[form].with_columns(domain=pl.lit(domain)) for form, domain in _DOMAINS.items()]
    larger = col("grade").str.replace("事故", "", literal=True).is_in(["较大", "重大", "特别重大"])
    loss = col("direct_loss_yuan").round(2, mode="half_away_from_zero")
    together = pl.concat(parts, how="diagonal").join(places, on="place", how="left")
    return together.with_columns(
        accident_key=pl.concat_str(_ROW, separator="/"),
        region_id=col("region_id").fill_null(_OWN),
        missing=col("missing").fill_null(0),
        injuries=pl.coalesce("injuries", col("serious_injuries") + col("minor_injuries")),
        direct_loss_yuan=loss.cast(pl.Decimal(18, 2)),
        is_larger_or_above=col("is_counted") & larger,
    ).select(_ACCIDENT)


def _cells(accidents: pl.LazyFrame) -> pl.LazyFrame:
    """Sums by region, month and what indicators filter by."""
    month_end = col("occurred_at").dt.date().dt.month_end().alias("month_end")
    return accidents.group_by("domain", "region_id", month_end, *_FILTERS).agg(
        pl.len().cast(pl.Int64).alias("accidents"),
        col("deaths", "injuries", "direct_loss_yuan").sum(),
        (col("deaths") + col("missing")).sum().alias("deaths_and_missing"),
    )


def _denominators(rows: _Rows, places: pl.LazyFrame, hand_ins: pl.DataFrame) -> pl.DataFrame:
    ends = hand_ins.lazy().select("hand_in_id", "period_end")
    own, constant = pl.lit(_OWN), {"constant": "gdp_constant_yuan"}
    series = col("price_basis").replace_strict(constant, default="gdp_yuan")
    gdp = rows["gdp"].filter(item="gdp").join(ends, on="hand_in_id")
    gdp = gdp.with_columns(series=series, region_id=own, value="cumulative_yuan")
    vehicles = rows["motor_vehicles"].rename({"month_end": "period_end", "motor_vehicles": "value"})
    vehicles = vehicles.with_columns(series=pl.lit("motor_vehicles"), region_id=own)
    people = rows["population"].rename({"resident_population": "population"})
    both = ["population", "urban_population"]
    people = people.unpivot(both, index=[*_ROW, "place"], variable_name="series").drop_nulls()
    # a place may stand twice in a sheet; the first row counts
    people = people.join(places, on="place").join(ends, on="hand_in_id").sort(_ROW)
    people = people.unique([*_PLACE, "period_end"], keep="first", maintain_order=True)
    every = [part.select(*_PLACE, "period_end", "value") for part in (gdp, vehicles, people)]
    return pl.concat(every).drop_nulls("value").cast({"value": pl.Float64}).collect()


def _periods(months: pl.DataFrame) -> pl.DataFrame:
    """Every period with its months, and how many there have to be."""
    end, last, first = col("month_end"), col("period_end"), pl.lit(months["month_end"].min())
    pairs = months.join(months.select(period_end="month_end"), how="cross").filter(end <= last)
    r12m = pairs.filter(end > _later(last, -12), last >= _later(first, 11))
    kinds = {
        "month": months.with_columns(period_end=end, expected=1),
        "quarter": months.with_columns(period_end=_later(end.dt.truncate("1q"), 2), expected=3),
        "year": months.with_columns(period_end=_later(end.dt.truncate("1y"), 11), expected=12),
        "ytd": pairs.filter(end.dt.year() == last.dt.year()).with_columns(expected=last.dt.month()),
        "r12m": r12m.with_columns(expected=12),
    }
    parts = [part.with_columns(period_kind=pl.lit(kind)) for kind, part in kinds.items()]
    return pl.concat(parts, how="vertical_relaxed")


def _bottoms(denominators: pl.DataFrame, periods: pl.DataFrame) -> pl.DataFrame:
    """The value for each period: flows are handed in as sums since January, a stock at its end."""
    end, month, value = col("period_end"), col("period_end").dt.month(), col("value")
    flows = ytd = denominators.filter(col("series").str.starts_with("gdp"))
    whole = ytd.filter(month == 12).select(*_PLACE, _later(end, 12).dt.year().alias("year"), value)
    for months, name in ((3, "quarter_ago"), (12, "year_ago")):
        then = ytd.select(*_PLACE, _later(end, months), value.alias(name))
        flows = flows.join(then, on=[*_PLACE, "period_end"], how="left")
    flows = flows.with_columns(year=end.dt.year())
    flows = flows.join(whole, on=[*_PLACE, "year"], how="left", suffix="_before")
    quarter = pl.when(month == 3).then(value).otherwise(value - col("quarter_ago"))
    r12m = value + col("value_before") - col("year_ago")
    quarters = flows.filter(month % 3 == 0).with_columns(quarter)
    years = flows.with_columns(pl.when(month == 12).then(value).otherwise(r12m))
    spans = {"ytd": flows, "year": flows.filter(month == 12), "quarter": quarters, "r12m": years}
    parts = [flow.with_columns(period_kind=pl.lit(kind)) for kind, flow in spans.items()]
    stocks = denominators.join(ytd, on="series", how="anti").rename({"period_end": "at"})
    found = periods.select(_PERIOD).unique().join(stocks, how="cross")
    found = found.filter(col("at") <= end, end <= _later(col("at"), 18)).sort("at")
    parts.append(found.unique([*_PLACE, *_PERIOD], keep="last", maintain_order=True))
    return pl.concat([part.select(*_PLACE, *_PERIOD, "value") for part in parts])


def _numerators(cells: pl.DataFrame, periods: pl.DataFrame) -> pl.DataFrame:
    """By what is measured and filtered by; the own region counts what its townships do."""
    own = cells.with_columns(region_id=pl.lit(_OWN))
    placed = pl.concat([own, cells.filter(col("region_id").str.contains(_TOWNSHIP))])
    parts = [placed.with_columns(event_filter=pl.lit("all"))]
    parts += [placed.filter(name).with_columns(event_filter=pl.lit(name)) for name in _FILTERS]
    sums = pl.concat(parts).join(periods, on="month_end").group_by(_KEYS).agg(col(_MEASURES).sum())
    sums = sums.with_columns(col(_MEASURES).cast(pl.Float64))
    return sums.unpivot(_MEASURES, index=_KEYS, variable_name="measure", value_name="numerator")


def _rates(cells: pl.DataFrame, denominators: pl.DataFrame, hand_ins: pl.DataFrame) -> pl.DataFrame:
    months = pl.date_ranges(col("period_start").dt.truncate("1mo"), "period_end", "1mo")
    answered = hand_ins.select("last_received_at", domain="event_domain", month_end=months)
    answered = answered.drop_nulls("domain").explode("month_end")
    answered = answered.with_columns(col("month_end").dt.month_end())
    periods = _periods(answered.select("month_end").unique())
    covered = answered.filter(col("month_end") < col("last_received_at").dt.date())
    coverage = periods.join(covered.unique(["domain", "month_end"]), on="month_end")
    is_whole = pl.len() == col("expected").first()
    coverage = coverage.group_by("domain", *_PERIOD).agg(is_complete=is_whole)
    event_filter = col("filter_column").fill_null("all").alias("event_filter")
    series = _seed("series").select("series", "measure", event_filter, domain="event_domain")
    indicators = _seed("indicators").join(series, left_on="numerator_series", right_on="series")
    indicators = indicators.rename({"denominator_series": "series"})
    is_span = (col("period_kind") != "month") & (col("period_end").dt.month() % 3 == 0)
    numerator, denominator = col("numerator").fill_null(0), col("value")
    rate = numerator * col("per").cast(pl.Float64) / denominator
    return (
        coverage.join(indicators, on="domain")
        .filter((col("denominator_basis") != "flow") | is_span)
        .join(denominators.select(_PLACE).unique(), on="series")
        .join(_numerators(cells, periods), on=[*_KEYS, "measure"], how="left")
        .join(_bottoms(denominators, periods), on=[*_PLACE, *_PERIOD], how="left")
        .with_columns(rate=pl.when(col("is_complete") & (denominator > 0)).then(rate))
        .with_columns(numerator=numerator, denominator=denominator)
        .with_columns(
            numerator=pl.when(col("is_complete") | (col("numerator") > 0)).then("numerator")
        )
        .select(_RATE)
    )
