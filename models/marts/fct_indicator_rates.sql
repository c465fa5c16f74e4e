with rates as (
    select * from {{ ref('int_rates') }}
),

published as (
    select
        indicator_id,
        region_id,
        period_kind,
        period_end,
        value
    from {{ ref('stg_published_figures') }}
    where role = 'rate'
),

compared as (
    select
        rates.*,
        year_before.rate as prior_year_rate,
        published.value as published_rate
    from rates
    left join rates as year_before
        on rates.indicator_id = year_before.indicator_id
        and rates.region_id = year_before.region_id
        and rates.period_kind = year_before.period_kind
        and year_before.period_end = {{ month_end_after('rates.period_end', -12) }}
    left join published
        on rates.indicator_id = published.indicator_id
        and rates.region_id = published.region_id
        and rates.period_kind = published.period_kind
        and rates.period_end = published.period_end
)

select
    indicator_id,
    region_id,
    period_kind,
    period_end,
    numerator,
    denominator,
    rate,
    cast(null as double) as rate_lower_95,
    cast(null as double) as rate_upper_95,
    cast(null as double) as rate_lower_998,
    cast(null as double) as rate_upper_998,
    prior_year_rate,
    -- a percent on a zero base means nothing
    case when prior_year_rate > 0 then (rate / prior_year_rate - 1) * 100 end as change_pct,
    published_rate,
    is_complete,
    is_provisional,
    origin,
    {{ rate_note() }} as note
from compared
