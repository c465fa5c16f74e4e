select
    hazard_no,

    -- what, where, who
    industry,
    place,
    grade,
    responsible_unit,

    -- when
    cast(found_on as date) as found_on,
    cast(due_on as date) as due_on,
    cast(closed_on as date) as closed_on,

    -- origin
    reporting_region_id,
    hand_in_id,
    source_sheet,
    source_row
from ({{ accepted_rows('hazards') }}) as accepted
