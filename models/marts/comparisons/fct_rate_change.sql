-- Kitagawa's two-factor split: each half changes at the mean of the other's two states, so the
-- two parts sum to the change.
with pairs as (
    select * from {{ ref('int_comparisons') }}
),

ratios as (
    select * from {{ ref('int_rate_ratios') }}
),

parts as (
    select
        *,
        numerator_before * per / denominator_before as rate_before,
        numerator * per / denominator as rate,
        (numerator - numerator_before) * (1 / denominator_before + 1 / denominator) / 2 * per
            as numerator_part,
        (1 / denominator - 1 / denominator_before) * (numerator_before + numerator) / 2 * per
            as denominator_part
    from pairs
)

select
    parts.indicator_id,
    parts.region_id,
    parts.period_kind,
    parts.period_end,
    parts.numerator_before,
    parts.denominator_before,
    parts.rate_before,
    parts.numerator,
    parts.denominator,
    parts.rate,
    parts.numerator_part + parts.denominator_part as change,
    parts.numerator_part,
    parts.denominator_part,
    case
        when parts.rate_before > 0 and not (parts.crosses_break or {{ are_few('parts.numerator_before', 'parts.is_number_of_events') }})
            then (parts.rate / parts.rate_before - 1) * 100
    end as change_pct,
    ratios.ratio as rate_ratio,
    case when parts.numerator_before > 0 then ratios.lower_95 end as rate_ratio_lower_95,
    case when parts.numerator_before > 0 then ratios.upper_95 end as rate_ratio_upper_95,
    case
        when parts.rate > parts.rate_before then 'up'
        when parts.rate < parts.rate_before then 'down'
        else 'level'
    end as direction,
    parts.crosses_break,
    {{ codes_that_hold({'definition_changed': 'parts.crosses_break'}) }} as caveats
from parts
left join ratios
    on parts.period_kind = ratios.period_kind
    and parts.indicator_id = ratios.indicator_id
    and parts.region_id = ratios.region_id
    and parts.period_end = ratios.period_end
