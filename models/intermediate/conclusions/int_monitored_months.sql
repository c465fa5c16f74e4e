-- Occurrences of every monitored series in the own region by month, where the month was handed in
-- whole, and what they are out of: the denominator of that month, else the latest before it, else the
-- first after it. A flow is taken over twelve months, as it is not known by month.
with monitored as (
    select * from {{ ref('int_monitored_series') }}
),

values_known as (
    select * from {{ ref('int_series_by_period') }}
    where is_complete and region_id in (select region_id from {{ ref('regions') }} where is_own)
),

months as (
    select
        monitored.*,
        values_known.region_id,
        values_known.period_end as month_end
    from monitored
    inner join values_known on monitored.series = values_known.series
    where
        values_known.basis = 'count'
        and values_known.period_kind = 'month'
        and values_known.origin = 'hand_in'
),

denominators as (
    select
        series as denominator_series,
        basis as denominator_basis,
        period_end,
        value
    from values_known
    where value > 0 and period_kind = case when basis = 'flow' then 'r12m' else 'month' end
),

exposed as (
    select
        months.*,
        case
            when {{ months_between('before.period_end', 'months.month_end') }} <= {{ setting('stock_max_age_months') }}
                then before.value
            when {{ months_between('months.month_end', 'after.period_end') }} <= {{ setting('stock_max_age_months') }}
                then after.value
        end as exposure
    from months
    {%- set keys = {'months.denominator_series': 'denominator_series', 'months.denominator_basis': 'denominator_basis'} %}
    {{ asof_left_join('denominators', 'before', keys, 'period_end', at='months.month_end') }}
    {{ asof_left_join('denominators', 'after', keys, 'period_end', at='months.month_end', after=true) }}
)

select
    exposed.series,
    exposed.indicator_id,
    exposed.region_id,
    exposed.month_end,
    cast(segments.starts_on as varchar) as segment,
    cast(coalesce(counts.occurrences, 0) as bigint) as occurrences,
    exposed.exposure
from exposed
inner join {{ ref('int_definition_segments') }} as segments
    on exposed.event_domain = segments.event_domain
    and segments.starts_on <= date_trunc('month', exposed.month_end)
    and segments.ends_before > exposed.month_end
left join {{ ref('int_counts_by_month') }} as counts
    on exposed.series = counts.series
    and exposed.region_id = counts.region_id
    and exposed.month_end = counts.month_end
where exposed.exposure is not null
