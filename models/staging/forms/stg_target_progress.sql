select
    target_name,

    -- figures in the unit of the row
    cast(numerator as double) as numerator,
    cast(denominator as double) as denominator,
    cast(value as double) as value,
    reporting_unit,

    -- origin
    reporting_region_id,
    hand_in_id,
    source_sheet,
    source_row
from ({{ accepted_rows('target_progress') }}) as accepted
