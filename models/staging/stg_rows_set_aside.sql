-- Rows that are not taken as they stand. A row with two bad cells is set aside once.
select
    hand_in_id,
    sheet as source_sheet,
    "row" as source_row
from {{ ref('stg_quarantined_cells') }}
where fate = 'set_aside'
union
select
    hand_in_id,
    source_sheet,
    source_row
from {{ ref('stg_corrections') }}
where status = 'applied'
