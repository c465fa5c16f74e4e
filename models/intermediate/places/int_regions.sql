-- The own region and every region within it, beside others: the regions above it (and itself), which
-- its accidents count for, and the reporting places whose hand-ins its figures need, above or below
-- it. Counties hand in; an own region without counties hands in itself.
with recursive own as (
    select
        region_id,
        parent_id,
        level,
        is_own
    from {{ ref('regions') }}
    where is_own
    union all
    select
        regions.region_id,
        regions.parent_id,
        regions.level,
        regions.is_own
    from {{ ref('regions') }} as regions
    inner join own on regions.parent_id = own.region_id
),

pairs as (
    select
        region_id,
        region_id as ancestor_id
    from own
    union all
    select
        pairs.region_id,
        own.parent_id as ancestor_id
    from pairs
    inner join own on pairs.ancestor_id = own.region_id and not own.is_own
),

reporting as (
    select region_id from own
    where
        level = 'county'
        or (level = 'city' or is_own)
        and not exists (
            select 1 from pairs
            inner join own as county on pairs.region_id = county.region_id and county.level = 'county'
            where pairs.ancestor_id = own.region_id
        )
        -- a city without counties lies within an own region that has some, or is the own one
        and (is_own or exists (select 1 from own as county where county.level = 'county'))
),

related as (
    select
        region_id,
        ancestor_id as related_region_id,
        true as is_within
    from pairs
    union all
    select
        ancestor_id as region_id,
        region_id as related_region_id,
        false as is_within
    from pairs
    where region_id <> ancestor_id
)

select
    related.region_id,
    regions.name_zh,
    -- a name that two places within another bear means neither
    count(*) over (partition by related.related_region_id, related.is_within, regions.name_zh) = 1 as is_only_name,
    related.related_region_id,
    related.is_within,
    reporting.region_id is not null as related_reports
from related
inner join {{ ref('regions') }} as regions on related.region_id = regions.region_id
left join reporting on related.related_region_id = reporting.region_id
