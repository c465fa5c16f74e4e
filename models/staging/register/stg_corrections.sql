select
    correction,
    form,
    period,
    key,
    column_name,
    expected,
    corrected,
    reason,
    who,
    corrected_on,
    status,
    found,
    hand_in_id,
    source_sheet,
    source_row
from {{ source('register', 'corrections') }}
