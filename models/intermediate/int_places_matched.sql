-- A place is known by its official name or an alias, with or without the names of the areas
-- around it; an address counts for the township that it begins with. 昭君 alone is neither
-- 昭君镇 nor 昭君街道.
with places as (
    select place from {{ ref('stg_production_accidents') }}
    union
    select place from {{ ref('stg_road_accidents') }}
    union
    select place from {{ ref('stg_fires') }}
    union
    select place from {{ ref('stg_disasters') }}
    union
    select place from {{ ref('stg_population') }}
    union
    select place from {{ ref('stg_hazards') }}
    union
    select place from {{ ref('stg_risk_points') }}
    union
    select place from {{ ref('stg_warnings') }}
),

names as (
    select region_id, name_zh as name from {{ ref('regions') }}
    union
    select region_id, alias as name from {{ ref('region_aliases') }}
),

trimmed as (
    select
        place,
        regexp_replace(
            regexp_replace(
                regexp_replace(place, '^内蒙古(自治区)?(.+)$', '\2'), '^鄂尔多斯市?(.+)$', '\1'
            ),
            '^(达拉特旗|达旗)(.+)$', '\2'
        ) as local_place
    from places
    where place is not null
),

matches as (
    select
        trimmed.place,
        names.region_id,
        row_number() over (
            partition by trimmed.place
            order by
                (names.name in (trimmed.place, trimmed.local_place)) desc,
                length(names.name) desc,
                names.region_id
        ) as preference
    from trimmed
    inner join names
        on names.name in (trimmed.place, trimmed.local_place)
        or (
            names.region_id like '150621___'
            and left(trimmed.local_place, length(names.name)) = names.name
        )
)

select
    trimmed.place,
    matches.region_id
from trimmed
left join matches on trimmed.place = matches.place and matches.preference = 1
