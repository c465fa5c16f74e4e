-- Yearly rates with the stretch of one definition that the whole year lies in, null where the
-- definition changed within the year.
with rates as (
    select * from {{ ref('int_rates') }}
    where period_kind = 'year' and rate is not null
),

indicators as (
    select * from {{ ref('indicators') }}
)

select
    rates.indicator_id,
    rates.region_id,
    cast(extract(year from rates.period_end) as bigint) as year,
    rates.is_number_of_events,
    rates.event_domain,
    indicators.better,
    rates.numerator,
    rates.denominator,
    rates.rate,
    rates.per,
    rates.origin,
    cast(segments.starts_on as varchar) as segment
from rates
inner join indicators on rates.indicator_id = indicators.indicator_id
left join {{ ref('int_definition_segments') }} as segments
    on rates.event_domain = segments.event_domain
    and segments.starts_on <= date_trunc('year', rates.period_end)
    and segments.ends_before > rates.period_end
