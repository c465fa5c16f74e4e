-- Every denominator as observed, in base units. A flow runs from period_start to period_end.
with letters as (
    select * from {{ ref('stg_columns') }}
),

hand_ins as (
    select * from {{ ref('stg_hand_ins') }}
),

gdp as (
    select
        case gdp.price_basis when 'constant' then 'gdp_constant_yuan' else 'gdp_yuan' end as series,
        '150621' as region_id,
        hand_ins.period_start,
        hand_ins.period_end,
        gdp.cumulative_yuan as value,
        gdp.vintage,
        gdp.hand_in_id,
        gdp.source_sheet,
        gdp.source_row,
        'cumulative_yuan' as column_name
    from {{ ref('stg_gdp') }} as gdp
    inner join hand_ins on gdp.hand_in_id = hand_ins.hand_in_id
    where gdp.item = 'gdp'
),

vehicles as (
    select
        'motor_vehicles' as series,
        '150621' as region_id,
        cast(null as date) as period_start,
        month_end as period_end,
        motor_vehicles as value,
        cast(null as varchar) as vintage,
        hand_in_id,
        source_sheet,
        source_row,
        'motor_vehicles' as column_name
    from {{ ref('stg_motor_vehicles') }}
    where motor_vehicles is not null
),

people as (
    select
        stocks.series,
        places.region_id,
        cast(null as date) as period_start,
        hand_ins.period_end,
        stocks.value,
        cast(null as varchar) as vintage,
        stocks.hand_in_id,
        stocks.source_sheet,
        stocks.source_row,
        stocks.column_name
    from (
        select
            *,
            'population' as series,
            resident_population as value,
            'resident_population' as column_name
        from {{ ref('stg_population') }}
        union all
        select
            *,
            'urban_population' as series,
            urban_population as value,
            'urban_population' as column_name
        from {{ ref('stg_population') }}
        where urban_population is not null
    ) as stocks
    inner join hand_ins on stocks.hand_in_id = hand_ins.hand_in_id
    inner join {{ ref('int_places_matched') }} as places on stocks.place = places.place
    where places.region_id is not null
),

observed as (
    select * from gdp
    union all
    select * from vehicles
    union all
    select * from people
),

-- one name of a place may stand twice (达拉特旗 and 合计); the first row counts
located as (
    select
        observed.*,
        corrected.hand_in_id is not null as is_corrected,
        letters.letter || observed.source_row as source_cell,
        row_number() over (
            partition by observed.series, observed.region_id, observed.period_end
            order by observed.hand_in_id, observed.source_sheet, observed.source_row
        ) as preference
    from observed
    left join letters
        on observed.hand_in_id = letters.hand_in_id
        and observed.source_sheet = letters.sheet
        and observed.column_name = letters.column_name
    left join (
        select distinct hand_in_id, source_sheet, source_row from {{ ref('stg_corrections') }}
        where status = 'applied'
    ) as corrected
        on observed.hand_in_id = corrected.hand_in_id
        and observed.source_sheet = corrected.source_sheet
        and observed.source_row = corrected.source_row
),

published as (
    select
        denominator_series as series,
        region_id,
        case when denominator_series = 'gdp_yuan' then cast(year || '-01-01' as date) end
            as period_start,
        period_end,
        value,
        vintage,
        cast(null as varchar) as hand_in_id,
        figure_id as source_sheet,
        cast(null as varchar) as source_cell,
        false as is_corrected
    from {{ ref('stg_published_figures') }}
    where role = 'denominator' and region_id <> '150621'
),

all_sources as (
    select
        series,
        region_id,
        period_start,
        period_end,
        value,
        vintage,
        hand_in_id,
        source_sheet,
        source_cell,
        is_corrected
    from located
    where preference = 1
    union all
    -- a hand-in of the place and day stands, and the published figure goes to the reconciliation
    select published.* from published
    anti join located
        on published.series = located.series
        and published.region_id = located.region_id
        and published.period_end = located.period_end
)

select
    all_sources.*,
    series.kind as basis,
    -- a first estimate is not yet the last word
    coalesce(all_sources.vintage = 'preliminary', false) as is_provisional
from all_sources
inner join {{ ref('denominator_series') }} as series on all_sources.series = series.series
