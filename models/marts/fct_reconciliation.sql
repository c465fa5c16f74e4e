-- Our figure beside the published one of the same thing, with the reason for a difference.
with published as (
    select * from {{ ref('stg_published_figures') }}
    where period_kind = 'year'
),

own_rates as (
    select
        'rate' as kind,
        rates.indicator_id as what,
        rates.region_id,
        rates.period_end,
        rates.rate as our_value,
        rates.published_rate as published_value,
        published.figure_id,
        case when rates.note like '%分母沿用%' then rates.note else checks.reason_zh end as reason_zh
    from {{ ref('fct_indicator_rates') }} as rates
    inner join published
        on published.role = 'rate'
        and rates.indicator_id = published.indicator_id
        and rates.region_id = published.region_id
        and rates.period_end = published.period_end
    left join {{ ref('rate_checks') }} as checks
        on checks.is_our_definition
        and checks.inputs_seen
        and rates.indicator_id = checks.indicator_id
        and rates.region_id = checks.region_id
        and extract(year from rates.period_end) = cast(checks.year as integer)
    where rates.period_kind = 'year'
),

own_denominators as (
    select
        'denominator' as kind,
        own.series as what,
        own.region_id,
        own.period_end,
        own.value as our_value,
        published.value as published_value,
        published.figure_id,
        cast(null as varchar) as reason_zh
    from {{ ref('fct_denominators') }} as own
    inner join published
        on published.role = 'denominator'
        and own.series = published.denominator_series
        and own.region_id = published.region_id
        and own.period_end = published.period_end
    where own.hand_in_id is not null
),

own_counts as (
    select
        'count' as kind,
        published.event_domain || ' ' || published.measure as what,
        events.region_id,
        events.period_end,
        {{ measure_value('published.measure', 'events') }} as our_value,
        published.value as published_value,
        published.figure_id,
        cast(null as varchar) as reason_zh
    from {{ ref('int_events_by_period') }} as events
    inner join published
        on published.role = 'count'
        and events.event_domain = published.event_domain
        and events.region_id = published.region_id
        and events.period_end = published.period_end
        and events.event_filter = case published.event_domain
            when 'production' then 'counted_production'
            else 'all'
        end
    where events.origin = 'hand_in' and events.period_kind = 'year' and events.is_complete
),

together as (
    select * from own_rates
    union all
    select * from own_denominators
    union all
    select * from own_counts
)

select
    together.kind,
    together.what,
    together.region_id,
    together.period_end,
    together.our_value,
    together.published_value,
    together.our_value - together.published_value as difference,
    case
        when together.published_value <> 0
            then (together.our_value / together.published_value - 1) * 100
    end as difference_pct,
    case
        when together.our_value is null then '本库无分子或分母，未能计算'
        when abs(together.our_value - together.published_value) < 1e-9 * abs(together.published_value)
            then '一致'
        when together.kind = 'rate' and abs(together.our_value - together.published_value)
            <= 0.5 * power(10, -{{ printed_decimals('together.published_value') }}) + 1e-9
            then '按公布的小数位一致'
        else coalesce(together.reason_zh, '来源或数据版本不同，原因待核')
    end as reason_zh,
    together.figure_id,
    published.title as source,
    published.quality as source_quality
from together
inner join published on together.figure_id = published.figure_id
