with source as (
    {{ accepted_rows('motor_vehicles') }}
),

renamed as (
    select
        month_end,

        -- stocks
        cast(cars as double) as cars,
        cast(motorcycles as double) as motorcycles,
        cast(trailers as double) as trailers,
        cast(other_vehicles as double) as other_vehicles,
        cast(motor_vehicles as double) as motor_vehicles,

        -- origin
        hand_in_id,
        source_sheet,
        source_row
    from source
)

select * from renamed
