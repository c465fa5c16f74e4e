-- The one stored copy of the accidents; all sums read it, intermediate ones too, for want of a second. One at a place that is not of the list
-- counts for the place that handed it in.
with accidents as (
    {{ union_by_name(var('accident_models')) }}
)

select
    {{ row_of('accidents') }} as accident_key,
    hand_ins.event_domain as domain,
    accidents.accident_no,
    accidents.occurred_at,
    coalesce(places.region_id, accidents.reporting_region_id) as region_id,
    coalesce(places.region_id <> accidents.reporting_region_id, false) as township_known,
    places.region_id is null as is_place_unlisted,
    accidents.place,
    grades.grade,
    accidents.kind,
    accidents.industry,
    accidents.deaths,
    cast(coalesce(accidents.missing, 0) as bigint) as missing,
    accidents.deaths + cast(coalesce(accidents.missing, 0) as bigint) as deaths_and_missing,
    cast(accidents.deaths + coalesce(accidents.missing, 0) > 0 as bigint) as fatal_accidents,
    accidents.serious_injuries,
    accidents.minor_injuries,
    accidents.injuries,
    accidents.direct_loss_yuan,
    accidents.is_counted,
    accidents.is_commercial,
    accidents.is_counted and grades.min_deaths >= (
        select larger.min_deaths from {{ ref('accident_grades') }} as larger
        where larger.grade = 'larger'
    ) as is_larger_or_above,
    accidents.hand_in_id,
    accidents.source_sheet,
    accidents.source_row
from accidents
inner join {{ ref('stg_hand_ins') }} as hand_ins on accidents.hand_in_id = hand_ins.hand_in_id
left join {{ ref('int_regions') }} as places
    on {{ is_place_of('places', 'accidents') }}
left join {{ ref('accident_grades') }} as grades
    on replace(accidents.grade, '事故', '') = grades.name_zh
