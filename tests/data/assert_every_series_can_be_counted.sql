-- A row of series.csv that could not be what it says is refused before anything is counted by it.
{%- set attributes = [] %}
{%- if execute %}
    {#- what describes an accident, no number and no id -#}
    {%- for name, column in graph.nodes['model.city_safety.fct_accidents'].columns.items() %}
        {%- if column.data_type in ('varchar', 'boolean') and name not in ['accident_key', 'accident_no', 'domain', 'hand_in_id', 'source_sheet'] %}
            {%- do attributes.append(name) %}
        {%- endif %}
    {%- endfor %}
{%- endif %}
with series as (
    select * from {{ ref('series') }}
),

legal_measures as (
    select
        event_domain,
        string_agg(measure, ', ' order by measure) as measures
    from {{ ref('event_measures') }}
    group by event_domain
),

problems as (
    select
        series.series,
        'kind' as seed_column,
        series.kind as found,
        'count with event_domain and measure, or flow or stock with neither' as legal
    from series
    where
        series.kind not in ('count', 'flow', 'stock')
        or (series.kind = 'count') <> (series.event_domain is not null and series.measure is not null)
    union all
    select
        series.series,
        'event_domain' as seed_column,
        series.event_domain as found,
        (select string_agg(every.event_domain, ', ' order by every.event_domain) from legal_measures as every) as legal
    from series
    left join legal_measures on series.event_domain = legal_measures.event_domain
    where series.event_domain is not null and legal_measures.event_domain is null
    union all
    select
        series.series,
        'measure' as seed_column,
        series.measure as found,
        legal_measures.measures as legal
    from series
    inner join legal_measures on series.event_domain = legal_measures.event_domain
    left join {{ ref('event_measures') }} as reported
        on series.event_domain = reported.event_domain and series.measure = reported.measure
    where series.measure is not null and reported.measure is null
    union all
    select
        series.series,
        'filter_column' as seed_column,
        series.filter_column || ' = ' || coalesce(series.filter_value, '') as found,
        'an attribute of fct_accidents and its value: {{ attributes | join(", ") }}' as legal
    from series
    where
        (series.filter_column is null) <> (series.filter_value is null)
        or series.filter_column not in ({% for name in attributes %}'{{ name }}', {% endfor %}'')
        -- only accidents have attributes
        or (
            series.filter_column is not null
            and series.event_domain not in (select event_domain from {{ ref('event_domains') }})
        )
    union all
    select
        series.series,
        'filter_value' as seed_column,
        series.filter_value as found,
        legal_values.listed as legal
    from series
    inner join (
        select 'industry' as filter_column, string_agg(word, ', ' order by word) as listed
        from {{ ref('vocabulary') }}
        where kind = 'industry'
        union all
        select 'grade' as filter_column, string_agg(grade || ' ' || name_zh, ', ') as listed
        from {{ ref('accident_grades') }}
        union all
        select filter_column, 'true, false' as listed
        from (select distinct filter_column from series where filter_column like 'is|_%' escape '|') as flags
    ) as legal_values on series.filter_column = legal_values.filter_column
    where not list_contains(regexp_split_to_array(lower(legal_values.listed), ',? '), lower(series.filter_value))
)

select
    'seeds/series.csv' as seed,
    series as seed_row,
    seed_column,
    found,
    legal
from problems
