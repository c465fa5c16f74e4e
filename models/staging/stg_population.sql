with source as (
    {{ accepted_rows('population') }}
),

renamed as (
    select
        place,

        -- persons
        cast(resident_population as double) as resident_population,
        cast(urban_population as double) as urban_population,

        -- origin
        hand_in_id,
        source_sheet,
        source_row
    from source
)

select * from renamed
