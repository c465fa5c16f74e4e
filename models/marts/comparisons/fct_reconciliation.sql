-- Our figure beside the published one of the same thing, with the reason for a difference.
with published as (
    select * from {{ ref('stg_published_figures') }}
    where period_kind = 'year'
),

-- rates, and counts of whole years, flows and stocks as they were handed in
ours as (
    select
        true as is_rate,
        indicator_id as what,
        region_id,
        period_end,
        rate as our_value,
        stock_date,
        list_contains(caveats, 'stock_carried_forward') as is_over_old_stock
    from {{ ref('fct_indicator_rates') }}
    where period_kind = 'year'
    union all
    select false as is_rate, series as what, region_id, period_end, value as our_value, null as stock_date, null as is_over_old_stock
    from {{ ref('int_measured') }}
    where origin = 'hand_in'
    union all
    select false as is_rate, series as what, region_id, period_end, value as our_value, null as stock_date, null as is_over_old_stock
    from {{ ref('int_counts_by_period') }}
    where origin = 'hand_in' and period_kind = 'year' and is_complete
),

judged as (
    select
        published.kind,
        ours.*,
        published.value as published_value,
        published.figure_id,
        published.title as source,
        published.quality as source_quality,
        checks.reason_zh,
        checks.reason_en,
        case
            when ours.our_value is null then 'not_computed'
            when abs(ours.our_value - published.value) < 1e-9 * abs(published.value) then 'equal'
            when
                ours.is_rate
                and abs(ours.our_value - published.value)
                <= 0.5 * power(10, -{{ printed_decimals('published.value') }}) + 1e-9
                then 'equal_as_printed'
            when ours.is_over_old_stock then 'stock_carried_forward'
            when checks.reason_zh is not null then 'explained'
            else 'unexplained'
        end as reason
    from ours
    inner join published
        on ours.what = case when ours.is_rate then published.indicator_id else published.series end
        and ours.is_rate = (published.kind = 'rate')
        and ours.region_id = published.region_id
        and ours.period_end = published.period_end
    left join {{ ref('rate_checks') }} as checks
        on ours.is_rate
        and checks.is_our_definition
        and checks.inputs_seen
        and ours.what = checks.indicator_id
        and ours.region_id = checks.region_id
        and extract(year from ours.period_end) = cast(checks.year as integer)
)

select
    kind, what, region_id, period_end, our_value, published_value,
    our_value - published_value as difference,
    case when published_value <> 0 then (our_value / published_value - 1) * 100 end as difference_pct,
    reason,
    case when reason = 'stock_carried_forward' then stock_date end as stock_date,
    case when reason = 'explained' then reason_zh end as reason_note_zh,
    case when reason = 'explained' then reason_en end as reason_note_en,
    figure_id, source, source_quality
from judged
