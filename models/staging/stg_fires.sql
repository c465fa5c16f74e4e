with source as (
    {{ accepted_rows('fires') }}
),

renamed as (
    select
        -- ids
        accident_no,

        -- what, when, where
        occurred_at,
        place,
        premises,
        cause,

        -- counts and money
        deaths,
        injuries,
        cast(direct_loss_yuan as decimal(18, 2)) as direct_loss_yuan,

        -- origin
        hand_in_id,
        source_sheet,
        source_row
    from source
)

select * from renamed
