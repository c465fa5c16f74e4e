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
        case
            when list_contains(rates.caveats, 'stock_carried_forward') then 'stock_carried_forward'
            when checks.reason_zh is not null then 'explained'
            else 'unexplained'
        end as reason_of_difference,
        rates.stock_date,
        checks.reason_zh,
        checks.reason_en
    from {{ ref('fct_indicator_rates') }} as rates
    inner join published
        on published.kind = 'rate'
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

-- counts of whole years, flows and stocks, as they were handed in
own_series as (
    select
        own.series as what,
        own.region_id,
        own.period_end,
        own.value as our_value,
        published.value as published_value,
        published.kind,
        published.figure_id,
        'unexplained' as reason_of_difference
    from (
        select series, region_id, period_end, value from {{ ref('int_measured') }}
        where hand_in_id is not null
        union all
        select series, region_id, period_end, value from {{ ref('int_counts_by_period') }}
        where origin = 'hand_in' and period_kind = 'year' and is_complete
    ) as own
    inner join published
        on own.series = published.series
        and own.region_id = published.region_id
        and own.period_end = published.period_end
),

together as (
    select * from own_rates
    union all by name
    select * from own_series
),

judged as (
    select
        *,
        case
            when our_value is null then 'not_computed'
            when abs(our_value - published_value) < 1e-9 * abs(published_value) then 'equal'
            when
                kind = 'rate'
                and abs(our_value - published_value)
                <= 0.5 * power(10, -{{ printed_decimals('published_value') }}) + 1e-9
                then 'equal_as_printed'
            else reason_of_difference
        end as reason
    from together
)

select
    judged.kind,
    judged.what,
    judged.region_id,
    judged.period_end,
    judged.our_value,
    judged.published_value,
    judged.our_value - judged.published_value as difference,
    case
        when judged.published_value <> 0
            then (judged.our_value / judged.published_value - 1) * 100
    end as difference_pct,
    judged.reason,
    case when judged.reason = 'stock_carried_forward' then judged.stock_date end as stock_date,
    case when judged.reason = 'explained' then judged.reason_zh end as reason_note_zh,
    case when judged.reason = 'explained' then judged.reason_en end as reason_note_en,
    judged.figure_id,
    published.title as source,
    published.quality as source_quality
from judged
inner join published on judged.figure_id = published.figure_id
