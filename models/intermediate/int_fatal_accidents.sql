-- When people died, for each indicator of deaths, with the stretch of one definition. Only
-- months that were handed in count, and the stretch is broken where a month is missing.
with fatal as (
    select
        domain as event_domain,
        occurred_at,
        is_counted,
        is_commercial
    from {{ ref('fct_accidents') }}
    where deaths + missing > 0
),

accidents as (
    {{ by_event_filter('fatal') }}
),

missing_months as (
    select
        event_domain,
        month_end
    from {{ ref('int_months_covered') }}
    where not is_covered
)

select
    indicators.indicator_id,
    '150621' as region_id,
    accidents.occurred_at,
    cast(segments.starts_on as varchar) || '/' || (
        select count(*)
        from missing_months
        where
            missing_months.event_domain = accidents.event_domain
            and missing_months.month_end < accidents.occurred_at
    ) as segment
from accidents
inner join {{ ref('indicators') }} as indicators
    on accidents.event_domain = indicators.event_domain
    and accidents.event_filter = indicators.event_filter
    and indicators.measure in ('deaths', 'deaths_and_missing')
inner join {{ ref('int_definition_segments') }} as segments
    on accidents.event_domain = segments.event_domain
    and accidents.occurred_at >= segments.starts_on
    and accidents.occurred_at < segments.ends_before
