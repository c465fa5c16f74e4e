-- What a rule over an indicator is held to, of the own region's latest year that has a rate: the rate,
-- how much it fell in percent, or how many years in a row. All as products of counts and denominators,
-- so that a figure at the bound is at the bound.
with rates as (
    select rates.*, extract(year from rates.period_end) as year
    from {{ ref('int_rates') }} as rates
    inner join {{ ref('regions') }} as regions on rates.region_id = regions.region_id and regions.is_own
    where rates.period_kind = 'year' and rates.rate is not null and not rates.crosses_break
),

neighbours as (
    select
        rates.*,
        before.denominator as denominator_before,
        -- across a changed definition there is no year before
        case when not {{ crosses_break('rates.event_domain', 'before.first_day', 'rates.period_end') }} then before.numerator end
            as numerator_before
    from rates
    left join rates as before on rates.indicator_id = before.indicator_id and rates.year = before.year + 1
),

paired as (
    select
        *,
        numerator * denominator_before < numerator_before * denominator as fell
    from neighbours
),

latest as (
    select *, row_number() over (partition by indicator_id order by year desc) as preference
    from paired
),

falls as (
    select
        items.item_id,
        count(paired.fell) as steps,
        count(case when paired.fell then 1 end) as falls
    from {{ ref('int_evaluation_items') }} as items
    inner join latest on items.indicator_id = latest.indicator_id and latest.preference = 1
    inner join paired
        on items.indicator_id = paired.indicator_id
        and paired.year between latest.year - items.window_years + 2 and latest.year
    group by items.item_id
),

held as (
    select
        items.item_id,
        latest.period_end,
        case items.rule_kind
            when 'fell_each_year' then case when falls.steps = items.window_years - 1 then falls.falls end
            when 'fell_by'
                then 100 * (latest.numerator_before * latest.denominator - latest.numerator * latest.denominator_before)
            else latest.numerator * latest.per
        end as reached,
        case items.rule_kind
            when 'fell_each_year' then 1
            when 'fell_by' then nullif(latest.numerator_before * latest.denominator, 0)
            else latest.denominator
        end as scale,
        case
            when latest.period_end is null then 'no_rate'
            when items.rule_kind = 'fell_by' and latest.numerator_before = 0 then 'zero_base'
            else 'years_not_comparable'
        end as reason
    from {{ ref('int_evaluation_items') }} as items
    left join latest on items.indicator_id = latest.indicator_id and latest.preference = 1
    left join falls on items.item_id = falls.item_id
    where items.rule_kind is not null and items.indicator_id is not null and items.target_id is null
)

select
    item_id, period_end,
    coalesce(case when scale > 0 then reached end, cast('-infinity' as double)) as least,
    coalesce(case when scale > 0 then reached end, cast('infinity' as double)) as most,
    scale,
    case when reached is null or scale is null then reason end as reason
from held
