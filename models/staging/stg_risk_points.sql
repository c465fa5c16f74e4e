with source as (
    {{ accepted_rows('risk_points') }}
),

renamed as (
    select
        risk_point_no,
        place,

        -- the eight clarities
        nullif(name, '') as name,
        nullif(grade, '') as grade,
        nullif(hazard_kind, '') as hazard_kind,
        nullif(place, '') as grid,
        nullif(supervision_level, '') as supervision_level,
        nullif(industry_department, '') as industry_department,
        nullif(supervising_department, '') as supervising_department,
        nullif(sharing_path, '') as sharing_path,

        -- origin
        hand_in_id,
        source_sheet,
        source_row
    from source
)

select * from renamed
