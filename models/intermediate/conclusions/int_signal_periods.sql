-- Complete periods of count indicators with the stretch of one definition that they lie in; a
-- period within which the definition changed has none and is left out.
with rates as (
    select * from {{ ref('int_rates') }}
    where
        is_complete
        and denominator > 0
        and is_number_of_events
        and region_id in (select region_id from {{ ref('regions') }} where is_own)
        and period_kind in ('year', 'month', 'ytd')
),

indicators as (
    select * from {{ ref('indicators') }}
    where better = 'lower'
)

select
    rates.indicator_id,
    rates.region_id,
    rates.period_kind,
    rates.period_end,
    cast(extract(year from rates.period_end) as bigint) as year,
    rates.numerator,
    rates.denominator,
    cast(segments.starts_on as varchar) as segment
from rates
inner join indicators on rates.indicator_id = indicators.indicator_id
inner join {{ ref('int_definition_segments') }} as segments
    on rates.event_domain = segments.event_domain
    and segments.starts_on <= case rates.period_kind
        when 'month' then date_trunc('month', rates.period_end)
        else date_trunc('year', rates.period_end)
    end
    and segments.ends_before > rates.period_end
