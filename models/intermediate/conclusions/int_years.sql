-- Yearly rates, and those of the months of a running year beside the same months of the years before (of
-- the own region's rates of the plan those of every month: a reader may ask how they stood then), with the
-- stretch of one definition that they lie in, null where the definition changed within.
with rates as (
    select
        *,
        cast(extract(month from period_end) as bigint) as months
    from {{ ref('int_rates') }}
    where period_kind in ('year', 'ytd') and rate is not null
),

-- a running year has months to date only
running as (
    select
        indicator_id,
        region_id,
        arg_max(months, period_end) as months
    from rates
    where period_kind = 'ytd'
    group by indicator_id, region_id
),

points as (
    select rates.*
    from rates
    inner join {{ ref('regions') }} as regions on rates.region_id = regions.region_id
    left join running on rates.indicator_id = running.indicator_id and rates.region_id = running.region_id
    left join (
        select distinct indicator_id from {{ ref('targets') }}
        where kind = 'verdict'
    ) as asked on rates.indicator_id = asked.indicator_id and regions.is_own
    where rates.period_kind = 'year' or (rates.months < 12 and (rates.months = running.months or asked.indicator_id is not null))
)

select
    points.indicator_id,
    points.region_id,
    cast(extract(year from points.period_end) as bigint) as year,
    points.months,
    points.period_end,
    points.is_number_of_events,
    points.event_domain,
    indicators.better,
    points.numerator,
    points.deaths_squared,
    points.denominator,
    points.rate,
    points.per,
    points.origin,
    cast(segments.starts_on as varchar) as segment
from points
inner join {{ ref('indicators') }} as indicators on points.indicator_id = indicators.indicator_id
left join {{ ref('int_definition_segments') }} as segments
    on points.event_domain = segments.event_domain
    and segments.starts_on <= date_trunc('year', points.period_end)
    and segments.ends_before > points.period_end
