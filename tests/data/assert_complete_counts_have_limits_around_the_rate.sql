select rates.*
from {{ ref('fct_indicator_rates') }} as rates
inner join {{ ref('dim_indicator') }} as indicators
    on rates.indicator_id = indicators.indicator_id
where
    rates.rate is not null
    and (
        (indicators.measure = 'direct_loss_yuan') <> (rates.rate_upper_95 is null)
        or rates.rate_lower_998 > rates.rate_lower_95
        or rates.rate_lower_95 > rates.rate
        or rates.rate > rates.rate_upper_95
        or rates.rate_upper_95 > rates.rate_upper_998
    )
