select rates.*
from {{ ref('fct_indicator_rates') }} as rates
inner join {{ ref('dim_indicator') }} as indicators
    on rates.indicator_id = indicators.indicator_id
left join {{ ref('measures') }} as measures on indicators.measure = measures.measure
where
    rates.rate is not null
    and (
        (not coalesce(measures.is_number_of_events, false)) <> (rates.rate_upper_95 is null)
        or rates.rate_lower_998 > rates.rate_lower_95
        or rates.rate_lower_95 > rates.rate
        or rates.rate > rates.rate_upper_95
        or rates.rate_upper_95 > rates.rate_upper_998
    )
