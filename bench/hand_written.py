"""One hand-written DuckDB script for the three facts, as someone without dbt would write it who knows
DuckDB well: what is measured against it shall not look better than it is.

It reads the same raw parquet, register and seeds, and makes ``accidents``, ``denominators`` and
``rates`` in a file of its own. Its results are compared with the marts.
"""

from pathlib import Path

import duckdb

from analysis.base.settings import DataDir, seeds_folder

_SCRIPT = """
set threads = 2; -- as a build
begin;
create macro files(form) as list_transform(form, f -> getvariable('raw') || '/' || f || '/*.parquet');
create temp table hand_ins as
    select hand_in_id, event_domain, period_start, period_end, last_received_at
    from read_parquet(getvariable('register') || '/hand_ins.parquet') where status = 'accepted';
create temp table refused as select distinct hand_in_id, sheet as source_sheet, "row" as source_row
    from read_parquet(getvariable('register') || '/quarantined_cells.parquet') where fate = 'set_aside';
create macro raw(form) as table
    select * from read_parquet(files([form])) semi join hand_ins using (hand_in_id)
    anti join refused using (hand_in_id, source_sheet, source_row);
create temp table indicators as select i.indicator_id, i.per::double as per, i.denominator_series,
        i.denominator_basis = 'flow' as is_flow, s.event_domain as domain, s.measure,
        coalesce(s.filter_column, 'all') as event_filter
    from read_csv(getvariable('seeds') || '/indicators.csv', all_varchar = true) i
    join read_csv(getvariable('seeds') || '/series.csv', all_varchar = true) s on i.numerator_series = s.series;

create temp table grades as select grade, name_zh, min_deaths::bigint as min_deaths
    from read_csv(getvariable('seeds') || '/accident_grades.csv', all_varchar = true);

create temp table places as
    with names as (
        select region_id, name_zh as name from read_csv(getvariable('seeds') || '/regions.csv', all_varchar = true)
        union select region_id, alias from read_csv(getvariable('seeds') || '/region_aliases.csv', all_varchar = true)
    ), p as (
        select place, regexp_replace(regexp_replace(regexp_replace(place,
            '^内蒙古(自治区)?(.+)$', '\\2'), '^鄂尔多斯市?(.+)$', '\\1'), '^(达拉特旗|达旗)(.+)$', '\\2') as local
        from (select distinct place from read_parquet(
            files(['production_accidents', 'road_accidents', 'fires', 'disasters', 'population'])))
    )
    select place, names.region_id from p join names on names.name in (place, local)
        or (names.region_id like '150621___' and starts_with(local, names.name))
    qualify row_number() over (partition by place
        order by names.name in (place, local) desc, length(names.name) desc, names.region_id) = 1;

create table accidents as
    with events as (
        select 'production' as domain, * replace (replace(grade, '事故', '') as grade),
            serious_injuries + minor_injuries as injuries from raw('production_accidents')
        union all by name select 'road' as domain, * from raw('road_accidents')
        union all by name select 'fire' as domain, cause as kind, * from raw('fires')
        union all by name select 'disaster' as domain, * from raw('disasters')
    )
    select hand_in_id || '/' || source_sheet || '/' || source_row as accident_key, domain, accident_no, occurred_at,
        coalesce(region_id, '150621') as region_id, coalesce(region_id <> '150621', false) as township_known,
        region_id is null as is_place_unlisted, place, grades.grade, kind, industry,
        deaths, coalesce(missing, 0) as missing, deaths + coalesce(missing, 0) as deaths_and_missing,
        (deaths + coalesce(missing, 0) > 0)::bigint as fatal_accidents, serious_injuries, minor_injuries, injuries,
        -- 38 digits are slow to divide
        coalesce(try_cast(direct_loss_yuan as decimal(18, 6))::decimal(18, 2),
            direct_loss_yuan::decimal(18, 2)) as direct_loss_yuan,
        is_counted, is_commercial, is_counted and grades.min_deaths >= 3 as is_larger_or_above,
        hand_in_id, source_sheet, source_row
    from events left join places using (place) left join grades on events.grade = grades.name_zh;

create table denominators as
    with gdp as (
        select case price_basis when 'constant' then 'gdp_constant_yuan' else 'gdp_yuan' end as series,
            '150621' as region_id, h.period_end, cumulative_yuan::double as value
        from raw('gdp') g join hand_ins h using (hand_in_id) where item = 'gdp'
    ), vehicles as (
        select 'motor_vehicles', '150621', month_end, motor_vehicles from raw('motor_vehicles')
        where motor_vehicles is not null
    ), people as (
        select series, places.region_id, h.period_end, value
        from (
            select *, unnest(['population', 'urban_population']) as series,
                unnest([resident_population, urban_population]) as value from raw('population')
        )
        join places using (place) join hand_ins h using (hand_in_id)
        where value is not null
        qualify row_number() over (partition by series, places.region_id, h.period_end
            order by hand_in_id, source_sheet, source_row) = 1
    )
    from gdp union all from vehicles union all from people;

create temp table periods as
    with months as (
        select distinct last_day(m::date) as month_end from hand_ins,
            unnest(generate_series(date_trunc('month', period_start), period_end, interval 1 month)) t(m)
        where event_domain is not null
    )
    select 'month' as period_kind, month_end as period_end, month_end, 1 as expected from months
    union all select 'quarter', last_day((date_trunc('quarter', month_end) + interval 2 month)::date), month_end, 3 from months
    union all select 'year', last_day((date_trunc('year', month_end) + interval 11 month)::date), month_end, 12 from months
    union all select 'ytd', e.month_end, m.month_end, month(e.month_end) from months e, months m
        where m.month_end <= e.month_end and year(m.month_end) = year(e.month_end)
    union all select 'r12m', e.month_end, m.month_end, 12 from months e, months m
        where m.month_end <= e.month_end and m.month_end > last_day((e.month_end - interval 12 month)::date)
            and e.month_end >= (select last_day((min(month_end) + interval 11 month)::date) from months);

create table rates as
    with covered as (
        select distinct event_domain as domain, last_day(m::date) as month_end from hand_ins,
            unnest(generate_series(date_trunc('month', period_start), period_end, interval 1 month)) t(m)
        where event_domain is not null and last_day(m::date) < last_received_at::date
    ), coverage as (
        select domain, period_kind, period_end, count(*) = any_value(expected) as is_complete
        from periods join covered using (month_end) group by all
    ), cells as ( -- all that is read of the accidents, once
        select domain, region_id, last_day(occurred_at::date) as month_end, is_counted, is_larger_or_above,
            count(*) as accidents, sum(deaths) as deaths, sum(deaths + missing) as deaths_and_missing,
            sum(injuries) as injuries, sum(direct_loss_yuan) as direct_loss_yuan
        from accidents group by all
    ), placed as (
        select * replace ('150621' as region_id) from cells
        union all select * from cells where region_id like '150621___'
    ), filtered as (
        select 'all' as event_filter, * from placed
        union all select 'is_counted', * from placed where is_counted
        union all select 'is_larger_or_above', * from placed where is_larger_or_above
    ), sums as (
        select domain, event_filter, region_id, period_kind, period_end, sum(accidents) as accidents,
            sum(deaths) as deaths, sum(deaths_and_missing) as deaths_and_missing, sum(injuries) as injuries,
            sum(direct_loss_yuan) as direct_loss_yuan
        from filtered join periods using (month_end) group by all
    ), numerators as (
        select i.*, r.region_id, c.period_kind, c.period_end, c.is_complete,
            coalesce(case i.measure when 'accidents' then accidents when 'deaths' then deaths
                when 'deaths_and_missing' then deaths_and_missing when 'injuries' then injuries
                else direct_loss_yuan end, 0)::double as numerator
        from coverage c
        join indicators i using (domain)
        join (select distinct series, region_id from denominators) r on r.series = i.denominator_series
        left join sums s on s.domain = c.domain and s.event_filter = i.event_filter
            and s.region_id = r.region_id and s.period_kind = c.period_kind and s.period_end = c.period_end
        where not is_flow or (c.period_kind <> 'month' and month(c.period_end) % 3 = 0)
    ), flows as (
        select series, region_id, period_end, value, year(period_end) as y, month(period_end) as m from denominators
        where series like 'gdp%'
    ), bottoms as (
        select 'ytd' as period_kind, series as denominator_series, region_id, period_end, value from flows
        union all select 'year', series, region_id, period_end, value from flows where m = 12
        union all select 'quarter', a.series, a.region_id, a.period_end,
            case when a.m = 3 then a.value else a.value - b.value end
        from flows a left join flows b on a.series = b.series and a.y = b.y and a.m = b.m + 3 where a.m % 3 = 0
        union all select 'r12m', a.series, a.region_id, a.period_end,
            case when a.m = 12 then a.value else a.value + l.value - s.value end
        from flows a left join flows l on a.series = l.series and a.y = l.y + 1 and l.m = 12
        left join flows s on a.series = s.series and a.y = s.y + 1 and a.m = s.m
        union all
        select p.period_kind, d.series, d.region_id, p.period_end, arg_max(d.value, d.period_end)
        from (select distinct period_kind, period_end from periods) p
        join denominators d on d.series not like 'gdp%' and d.period_end <= p.period_end
            and datediff('month', d.period_end, p.period_end) <= 18
        group by all
    )
    select indicator_id, region_id, period_kind, period_end,
        case when is_complete or numerator > 0 then numerator end as numerator, value as denominator, is_complete,
        case when is_complete and value > 0 then numerator * per / value end as rate
    from numerators
    left join bottoms using (denominator_series, region_id, period_kind, period_end);
commit;
"""


def transform(data: DataDir, database: Path) -> None:
    """Make the three tables in `database` from what the last build of `data` was given."""
    database.unlink(missing_ok=True)
    folders = {"raw": data.raw, "register": data.raw / "register", "seeds": seeds_folder()}
    with duckdb.connect(database) as warehouse:
        for name, folder in folders.items():
            # a parameter would import numpy and pandas, twice the work of a small sample
            warehouse.execute(f"set variable {name} = {_quoted(folder)}")
        warehouse.execute(_SCRIPT)


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


_DIFFERENCES = {
    "fct_accidents": """
        select (select count(*) from marts.fct_accidents), count(*) from (
            (select {columns} from marts.fct_accidents except all from hand.accidents)
            union all (from hand.accidents except all select {columns} from marts.fct_accidents)
        )""",
    "fct_series_values": """
        with ours as (
            select series, region_id, period_end, value from marts.fct_series_values where kind <> 'count' and origin = 'hand_in'
        )
        select (select count(*) from ours), count(*) from ours
        full join hand.denominators h using (series, region_id, period_end)
        where ours.value is null or h.value is null or abs(ours.value - h.value) > 1e-9 * abs(ours.value)""",
    "fct_indicator_rates": """
        with ours as (
            select indicator_id, region_id, period_kind, period_end, numerator, denominator, rate, is_complete
            from marts.fct_indicator_rates
            -- the script is over flows and stocks that were handed in
            where origin = 'hand_in' and indicator_id in (
                select indicator_id from marts.dim_indicator
                where denominator_series in (select series from hand.denominators)
            )
        )
        select (select count(*) from ours), count(*) from ours
        full join hand.rates h using (indicator_id, region_id, period_kind, period_end)
        where ours.numerator is distinct from h.numerator or ours.is_complete is distinct from h.is_complete
            or (ours.denominator is null) <> (h.denominator is null) or (ours.rate is null) <> (h.rate is null)
            or abs(ours.denominator - h.denominator) > 1e-9 * abs(ours.denominator)
            or abs(ours.rate - h.rate) > 1e-9 * abs(ours.rate)""",
}


def differences(data: DataDir, made: Path) -> dict[str, tuple[int, int]]:
    """For each fact: rows of the mart, and rows that differ between it and those of `made`, a database
    or a folder with a parquet file a table."""
    published = data.current.resolve() / "city_safety.duckdb"
    with duckdb.connect() as warehouse:
        warehouse.execute(f"attach {_quoted(published)} as published (read_only)")
        database = "':memory:'" if made.is_dir() else _quoted(made)
        warehouse.execute(f"attach {database} as hand")
        for path in made.glob("*.parquet"):
            warehouse.execute(f"create view hand.{path.stem} as from {_quoted(path)}")
        warehouse.execute("use published")
        columns = ", ".join(warehouse.sql("from hand.accidents").columns)
        queries = {name: query.format(columns=columns) for name, query in _DIFFERENCES.items()}
        return {name: warehouse.execute(query).fetchone() for name, query in queries.items()}
