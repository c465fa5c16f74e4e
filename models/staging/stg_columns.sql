select
    hand_in_id,
    sheet,
    "column" as column_name,
    letter,
    unit
from {{ source('register', 'columns') }}
