select indicator_id, region_id, period_kind, period_end
from {{ ref('fct_rate_change') }}
where
    numerator_before = 0
    and (
        change_pct is not null
        or rate_ratio is not null
        or rate_ratio_upper_95 is not null
        or (numerator = 0 and direction <> 'level')
    )
union all
select rates.indicator_id, rates.region_id, rates.period_kind, rates.period_end
from {{ ref('fct_indicator_rates') }} as rates
inner join {{ ref('dim_indicator') }} as indicators on rates.indicator_id = indicators.indicator_id
inner join {{ ref('measures') }} as measures on indicators.measure = measures.measure
where measures.is_number_of_events and rates.prior_year_numerator < {{ setting('fewest_events_drawn') }} and rates.change_pct is not null
