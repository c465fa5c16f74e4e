select
    series,
    region_id,
    period_start,
    period_end,
    value,
    basis,
    is_provisional,
    vintage,
    hand_in_id,
    source_sheet,
    source_cell,
    is_corrected
from {{ ref('int_denominators_unioned') }}
