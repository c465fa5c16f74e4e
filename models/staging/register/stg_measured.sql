-- Values of the forms that hand in a series as it is measured, as their layouts say.
select
    series,
    place,
    reporting_region_id,
    period_start,
    period_end,
    value,
    vintage,
    hand_in_id,
    source_sheet,
    source_row,
    source_cell,
    is_corrected
from {{ source('register', 'measured') }}
