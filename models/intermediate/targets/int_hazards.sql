-- A hazard stands as in the latest register that lists it, as of the build's day. Counties, and departments of
-- one, give their own numbers, and some begin anew: a number is another hazard where its day of finding or its
-- grade is another; of two departments it is one hazard only where day, place and industry are the same (a summary
-- repeats what others list). What is not there or could not be read leaves open what hangs on it; so do two who do
-- not agree, a hazard that the last register of its department, or one that lacks or waits, might have closed, and one
-- that fell due after its register ends: on its month's last day, or before it came, where the month was not over.
with unread as (
    select hand_in_id, sheet, "row" as source_row, count(*) as days from {{ ref('stg_quarantined_cells') }}
    where fate = 'refused' and reason_code in ('moment', 'blank', 'in_future', 'before_other')
    group by hand_in_id, sheet, "row"
),

listed as (
    select
        hazards.*, hand_ins.period_end, hand_ins.received_at,
        least(hand_ins.period_end, {{ days_after('cast(hand_ins.last_received_at as date)', -1) }}) as reaches_to,
        regexp_replace(lower(hazards.hazard_no), '^0+', '') as number,
        coalesce(departments.department_id, hand_ins.department, '') as department,
        coalesce(hazards.place, '') || '/' || coalesce(hazards.industry, '') as what
    from {{ ref('stg_hazards') }} as hazards
    inner join {{ ref('stg_hand_ins') }} as hand_ins on hazards.hand_in_id = hand_ins.hand_in_id
    left join {{ ref('int_departments_matched') }} as departments on hand_ins.department = departments.department_name
),

beside as (
    select
        *, lag(found_on) over by_number <> found_on or lag(grade) over by_number <> grade as is_another
    from listed
    window by_number as (partition by reporting_region_id, department, number order by period_end, received_at, source_row)
),

counted as (
    select *, sum(case when is_another then 1 else 0 end) over by_number as nth
    from beside
    window by_number as (partition by reporting_region_id, department, number order by period_end, received_at, source_row rows unbounded preceding)
),

of_departments as (
    select *, row_number() over (
            partition by reporting_region_id, department, number, nth order by period_end desc, received_at desc, hand_in_id asc, source_row asc
        ) as preference,
        bool_or(found_on is null) over one and bool_or(closed_on is null) over one as is_open_undated
    from counted
    window one as (partition by reporting_region_id, department, number, nth)
),

hazards as (
    select * exclude (preference), row_number() over (
            partition by reporting_region_id, number, found_on, what order by period_end desc, received_at desc, hand_in_id asc, source_row asc
        ) as preference,
        bool_or(closed_on is null) over same as is_open_for_one,
        bool_or(closed_on is not null) over same as is_closed_for_one,
        coalesce(min(grade) over same <> max(grade) over same, false) as is_of_two_grades
    from of_departments
    where preference = 1
    window same as (partition by reporting_region_id, number, found_on, what)
)

select
    hazards.hazard_no, hazards.number, hazards.department, hazards.reporting_region_id,
    coalesce(places.region_id, hazards.reporting_region_id) as region_id,
    coalesce(hazards.grade, 'unknown') as grade, hazards.is_of_two_grades,
    hazards.found_on, hazards.closed_on,
    coalesce(hazards.closed_on <= run.as_of, false) as is_closed,
    not is_closed and coalesce(hazards.due_on < least(hazards.reaches_to, run.as_of), false) as is_overdue,
    -- a day of finding that is not there, and is not blank, is one of those that could not be read
    coalesce(unread.days, 0) > case when hazards.found_on is null then 1 else 0 end as has_unread_day,
    hazards.period_end < greatest(givers.last_listed, coalesce(givers.last_lacking, givers.last_listed))
        or coalesce(hazards.period_end <= givers.last_waiting, false) as is_of_older_register,
    not is_closed and (is_of_older_register or hazards.is_closed_for_one or (hazards.closed_on is null and has_unread_day)) as may_be_closed,
    is_closed and (hazards.is_open_for_one or hazards.is_open_undated) as may_be_open,
    not is_overdue and (not is_closed or may_be_open) and coalesce(hazards.due_on < run.as_of, true) as may_be_overdue,
    hazards.hand_in_id, {{ row_of('hazards') }} as source
from hazards
cross join {{ ref('stg_run') }} as run
left join unread on hazards.hand_in_id = unread.hand_in_id and hazards.source_sheet = unread.sheet and hazards.source_row = unread.source_row
left join {{ ref('int_hazard_givers') }} as givers
    on hazards.reporting_region_id = givers.reporting_region_id and hazards.department = givers.department
left join {{ ref('int_regions') }} as places on {{ is_place_of('places', 'hazards') }}
where hazards.preference = 1
