select
    risk_point_no,
    place,

    -- whether each of the eight clarities is stated
    name as has_name,
    grade as has_grade,
    hazard_kind as has_hazard_kind,
    place is not null as has_grid,
    supervision_level as has_supervision_level,
    industry_department as has_industry_department,
    supervising_department as has_supervising_department,
    sharing_path as has_sharing_path,

    -- origin
    reporting_region_id,
    hand_in_id,
    source_sheet,
    source_row
from ({{ accepted_rows('risk_points') }}) as accepted
