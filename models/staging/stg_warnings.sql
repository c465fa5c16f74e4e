with source as (
    {{ accepted_rows('warnings') }}
),

renamed as (
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
    from source
)

select * from renamed
