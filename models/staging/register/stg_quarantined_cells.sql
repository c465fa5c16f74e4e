select
    hand_in_id,
    sheet,
    "row",
    "column",
    cell,
    value,
    fate,
    reason_code,
    reason,
    reason_en
from {{ source('register', 'quarantined_cells') }}
