{{ config(materialized='ephemeral') }} -- fct_accidents keeps them
with production as (
    select
        'production' as event_domain,
        accident_no,
        occurred_at,
        place,
        grade,
        kind,
        industry,
        deaths,
        0 as missing,
        serious_injuries,
        minor_injuries,
        serious_injuries + minor_injuries as injuries,
        direct_loss_yuan,
        is_counted,
        cast(null as boolean) as is_commercial,
        hand_in_id,
        source_sheet,
        source_row
    from {{ ref('stg_production_accidents') }}
),

road as (
    select
        'road' as event_domain,
        accident_no,
        occurred_at,
        place,
        cast(null as varchar) as grade,
        kind,
        cast(null as varchar) as industry,
        deaths,
        0 as missing,
        cast(null as bigint) as serious_injuries,
        cast(null as bigint) as minor_injuries,
        injuries,
        direct_loss_yuan,
        cast(null as boolean) as is_counted,
        is_commercial,
        hand_in_id,
        source_sheet,
        source_row
    from {{ ref('stg_road_accidents') }}
),

fires as (
    select
        'fire' as event_domain,
        accident_no,
        occurred_at,
        place,
        cast(null as varchar) as grade,
        cause as kind,
        cast(null as varchar) as industry,
        deaths,
        0 as missing,
        cast(null as bigint) as serious_injuries,
        cast(null as bigint) as minor_injuries,
        injuries,
        direct_loss_yuan,
        cast(null as boolean) as is_counted,
        cast(null as boolean) as is_commercial,
        hand_in_id,
        source_sheet,
        source_row
    from {{ ref('stg_fires') }}
),

disasters as (
    select
        'disaster' as event_domain,
        accident_no,
        occurred_at,
        place,
        cast(null as varchar) as grade,
        kind,
        cast(null as varchar) as industry,
        deaths,
        missing,
        cast(null as bigint) as serious_injuries,
        cast(null as bigint) as minor_injuries,
        cast(null as bigint) as injuries,
        direct_loss_yuan,
        cast(null as boolean) as is_counted,
        cast(null as boolean) as is_commercial,
        hand_in_id,
        source_sheet,
        source_row
    from {{ ref('stg_disasters') }}
),

unioned as (
    select * from production
    union all
    select * from road
    union all
    select * from fires
    union all
    select * from disasters
),

matched as (
    select
        unioned.* exclude (grade),
        grades.grade,
        coalesce(places.region_id, '150621') as region_id,
        coalesce(regions.parent_id = '150621', false) as township_known,
        places.region_id is null as is_place_unlisted
    from unioned
    left join {{ ref('int_places_matched') }} as places on unioned.place = places.place
    left join {{ ref('regions') }} as regions on places.region_id = regions.region_id
    left join {{ ref('accident_grades') }} as grades
        on replace(unioned.grade, '事故', '') = grades.name_zh
)

select * from matched
