-- Every series of counts by region and month, where anything happened: summed in one pass by the
-- attributes that series filter by, then for each region and those above it. Occurrences are the
-- accidents in which any was counted.
{%- set attributes = filter_columns() %}
{%- set measures = 'fatal_accidents deaths missing deaths_and_missing injuries serious_injuries'.split()
    + ['minor_injuries', 'direct_loss_yuan'] %}
with summed as (
    select
        domain as event_domain, region_id, last_day(cast(occurred_at as date)) as month_end,
        {%- for name in attributes %}
        {{ 'case' if loop.first }} when grouping({{ name }}) = 0 then '{{ name }}' {{ 'end as filter_column,' if loop.last }}
        {%- endfor %}
        {{ 'coalesce(' if attributes else 'cast(null as varchar) as filter_column, cast(null as varchar)' }}
        {%- for name in attributes %}cast({{ name }} as varchar){{ ', ' if not loop.last else ', null)' }}{%- endfor %} as filter_value,
        cast(count(*) as decimal(38, 2)) as accidents, count(*) as accidents_occurrences, count(*) as events,
        {%- for measure in measures %}
        cast(sum({{ measure }}) as decimal(38, 2)) as {{ measure }},
        sum(case when {{ measure }} > 0 then 1 when {{ measure }} = 0 then 0 end) as {{ measure }}_occurrences,
        {%- endfor %}
        sum(deaths_and_missing * deaths_and_missing) as deaths_squared, sum(fatal_accidents) as fatal,
        count(case when is_place_unlisted then 1 end) as unlisted
    from {{ ref('fct_accidents') }}
    group by grouping sets (
        (domain, region_id, last_day(cast(occurred_at as date)))
        {%- for name in attributes %},
        (domain, region_id, last_day(cast(occurred_at as date)), {{ name }})
        {%- endfor %}
    )
),

-- a number that is handed in twice is one warning
warned as (
    select * from {{ ref('stg_warnings') }}
    qualify row_number() over (partition by reporting_region_id, warning_no order by warned_at, source_row) = 1
),

measured as (
    select event_domain, region_id, month_end, filter_column, filter_value, measure, value, occurrences, events, deaths_squared, fatal, unlisted
    from summed
    unpivot ((value, occurrences) for measure in (
        {%- for measure in ['accidents'] + measures %}
        ({{ measure }}, {{ measure }}_occurrences) as {{ measure }}{{ ',' if not loop.last }}
        {%- endfor %}
    ))
    union all
    select
        event_domain, region_id, month_end, null as filter_column, null as filter_value, measure, value,
        null as occurrences, events, null as deaths_squared, null as fatal, null as unlisted
    from (
        select
            'warnings' as event_domain, coalesce(places.region_id, warned.reporting_region_id) as region_id,
            last_day(cast(warned.warned_at as date)) as month_end,
            count(*) as warnings, count(*) as events, count(warned.closed_at) as warnings_closed
        from warned
        left join {{ ref('int_regions') }} as places on {{ is_place_of('places', 'warned') }}
        group by all
    )
    unpivot (value for measure in (warnings, warnings_closed))
)

select
    series.series, regions.related_region_id as region_id, measured.month_end,
    sum(measured.events) as accidents,
    -- nobody knows whether those that do not state what the series filters by are its own
    sum(case when measured.filter_column is not null and measured.filter_value is null then measured.events else 0 end) as accidents_unstated,
    {%- for column, name in [
        ('value', 'value'), ('occurrences', 'occurrences'), ('deaths_squared', 'deaths_squared'), ('fatal', 'fatal_accidents'),
        ('unlisted', 'accidents_at_unlisted_places'),
    ] %}
    sum(case when {{ is_of_series('measured.filter_value', 'series') }} then measured.{{ column }} else 0 end) as {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
from measured
inner join {{ ref('series') }} as series
    on measured.event_domain = series.event_domain
    and measured.measure = series.measure
    and coalesce(measured.filter_column, '') = coalesce(series.filter_column, '')
inner join {{ ref('event_measures') }} as reported
    on series.event_domain = reported.event_domain and series.measure = reported.measure
inner join {{ ref('int_regions') }} as regions on measured.region_id = regions.region_id and regions.is_within
group by series.series, regions.related_region_id, measured.month_end
