-- A hazard stands as in the latest register that lists it, as of the build's day. Counties, and departments
-- of one, give their own numbers: in registers of two departments it is one hazard where it was also found
-- on one day (a summary repeats what others list).
with listed as (
    select
        hazards.*, hand_ins.period_end, hand_ins.received_at,
        row_number() over (
            partition by
                hazards.reporting_region_id, hazards.hazard_no, coalesce(departments.department_id, hand_ins.department)
            order by hand_ins.period_end desc, hand_ins.received_at desc, hazards.source_row asc
        ) as preference
    from {{ ref('stg_hazards') }} as hazards
    inner join {{ ref('stg_hand_ins') }} as hand_ins on hazards.hand_in_id = hand_ins.hand_in_id
    left join {{ ref('int_departments_matched') }} as departments on hand_ins.department = departments.department_name
),

hazards as (
    select
        * exclude (preference),
        row_number() over (
            partition by reporting_region_id, hazard_no, found_on order by period_end desc, received_at desc, source_row asc
        ) as preference
    from listed
    where preference = 1
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
