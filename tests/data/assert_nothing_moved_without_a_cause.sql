-- figures that moved beyond the bound although nothing that was handed in explains it
select
    what,
    subject,
    region_id,
    period_kind,
    period_end,
    value_before,
    value
from {{ ref('fct_drift') }}
where is_blocking
