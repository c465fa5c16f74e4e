select
    department_name,

    -- counts and money
    inspections,
    digital_inspections,
    penalties,
    {{ yuan('fines_yuan') }} as fines_yuan,

    -- origin
    reporting_region_id,
    hand_in_id,
    source_sheet,
    source_row
from ({{ accepted_rows('enforcement') }}) as accepted
