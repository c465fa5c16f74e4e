-- When people died, for each indicator of deaths, with the stretch of one definition. Only
-- months that were handed in count, and the stretch is broken where a month is missing.
with missing_months as (
    select
        event_domain,
        region_id,
        month_end
    from {{ ref('int_months_covered') }}
    where not is_covered
)

select
    indicators.indicator_id,
    regions.region_id,
    accidents.occurred_at,
    cast(segments.starts_on as varchar) || '/' || (
        select count(*)
        from missing_months
        where
            missing_months.event_domain = accidents.domain
            and missing_months.region_id = regions.region_id
            and missing_months.month_end < accidents.occurred_at
    ) as segment
from {{ ref('fct_accidents') }} as accidents
inner join {{ ref('series') }} as series
    on accidents.domain = series.event_domain
    and {{ is_of_series(filter_value('accidents', 'series.filter_column'), 'series') }}
inner join {{ ref('measures') }} as measures on series.measure = measures.measure and measures.counts_dead
inner join {{ ref('indicators') }} as indicators on series.series = indicators.numerator_series
inner join {{ ref('regions') }} as regions on regions.is_own
inner join {{ ref('int_definition_segments') }} as segments
    on accidents.domain = segments.event_domain
    and accidents.occurred_at >= segments.starts_on
    and accidents.occurred_at < segments.ends_before
where accidents.fatal_accidents > 0
