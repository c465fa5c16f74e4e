select *
from {{ ref('fct_rate_change') }}
where
    abs(numerator_part + denominator_part - change) > 1e-12
    or abs(rate - rate_before - change) > 1e-12 * greatest(1, abs(rate), abs(rate_before))
