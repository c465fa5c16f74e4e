-- A hazard stands as in the latest register of its place that lists it, as of the build's day: two
-- counties give their own numbers.
with hazards as (
    select
        hazards.*,
        row_number() over (
            partition by hazards.reporting_region_id, hazards.hazard_no
            order by hand_ins.period_end desc, hand_ins.received_at desc, hazards.source_row asc
        ) as preference
    from {{ ref('stg_hazards') }} as hazards
    inner join {{ ref('stg_hand_ins') }} as hand_ins on hazards.hand_in_id = hand_ins.hand_in_id
)

select
    hazards.hazard_no,
    coalesce(places.region_id, hazards.reporting_region_id) as region_id,
    coalesce(hazards.grade, 'unknown') as grade,
    hazards.found_on,
    hazards.closed_on,
    coalesce(hazards.closed_on <= run.as_of, false) as is_closed,
    not is_closed and coalesce(hazards.due_on < run.as_of, false) as is_overdue,
    hazards.hand_in_id,
    {{ row_of('hazards') }} as source
from hazards
cross join {{ ref('stg_run') }} as run
left join {{ ref('int_regions') }} as places
    on {{ is_place_of('places', 'hazards') }}
where hazards.preference = 1
