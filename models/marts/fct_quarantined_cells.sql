select
    hand_in_id,
    sheet,
    "row",
    "column",
    cell,
    value,
    fate,
    reason,
    reason_en,
    reason_code
from {{ ref('stg_quarantined_cells') }}
