select
    warning_no,

    -- what, where, who
    board,
    level,
    place,
    handling_unit,

    -- when
    warned_at,
    closed_at,

    -- origin
    reporting_region_id,
    hand_in_id,
    source_sheet,
    source_row
from ({{ accepted_rows('warnings') }}) as accepted
