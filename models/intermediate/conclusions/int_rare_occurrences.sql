-- When the accidents of a monitored series happened, where there are so few that their waiting times
-- say more than their number by month.
{%- set measures = 'fatal_accidents deaths missing deaths_and_missing injuries serious_injuries minor_injuries'.split() %}
with rare as (
    select
        series,
        region_id,
        segment
    from {{ ref('int_monitored_months') }}
    group by series, region_id, segment
    having avg(occurrences) < {{ setting('signal_rare_below') }}
)

select
    rare.series,
    rare.region_id,
    rare.segment,
    accidents.occurred_at
from rare
inner join {{ ref('series') }} as series on rare.series = series.series
inner join {{ ref('int_definition_segments') }} as segments
    on series.event_domain = segments.event_domain and rare.segment = cast(segments.starts_on as varchar)
inner join {{ ref('fct_accidents') }} as accidents
    on series.event_domain = accidents.domain
    and accidents.occurred_at >= segments.starts_on
    and accidents.occurred_at < segments.ends_before
    and case series.measure
        when 'accidents' then 1
        {%- for measure in measures %}
        when '{{ measure }}' then accidents.{{ measure }}
        {%- endfor %}
    end > 0
inner join {{ ref('int_regions') }} as places
    on accidents.region_id = places.region_id and rare.region_id = places.related_region_id and places.is_within
where {{ is_of_series(filter_value('accidents', 'series.filter_column'), 'series') }}
