select *
from {{ ref('fct_rate_change') }}
where
    numerator_before = 0
    and (
        change_pct is not null
        or rate_ratio is not null
        or rate_ratio_upper_95 is not null
        or (numerator = 0 and direction <> 'level')
    )
