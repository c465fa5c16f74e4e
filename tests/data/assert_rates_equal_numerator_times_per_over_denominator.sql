select rates.*
from {{ ref('fct_indicator_rates') }} as rates
inner join {{ ref('dim_indicator') }} as indicators
    on rates.indicator_id = indicators.indicator_id
where
    (rates.rate is null)
    <> (not rates.is_complete or rates.denominator is null or rates.denominator <= 0)
    or abs(rates.rate - rates.numerator * indicators.per / rates.denominator) > 1e-9 * rates.rate
