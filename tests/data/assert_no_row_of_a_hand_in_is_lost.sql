-- every row of every file has a fate
select *
from {{ ref('fct_hand_ins') }}
where
    rows_read
    <> rows_header + rows_accepted + rows_quarantined + rows_total + rows_note + rows_blank
