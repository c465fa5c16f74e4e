with source as (
    {{ accepted_rows('gdp') }}
),

renamed as (
    select
        item,
        vintage,
        coalesce(price_basis, 'current') as price_basis,

        -- money and percent
        cast(cumulative_yuan as double) as cumulative_yuan,
        cast(growth_pct as double) as growth_pct,

        -- origin
        hand_in_id,
        source_sheet,
        source_row
    from source
)

select * from renamed
