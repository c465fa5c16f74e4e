-- Who hands in registers of hazards, from when to when, and until when theirs lack or wait: what was held or
-- rejected and has no successor, but for a copy in a format that is not read, which came before what counts.
with registers as (
    select
        hand_ins.*,
        max(case when hand_ins.status = 'accepted' then hand_ins.received_at end) over (
            partition by hand_ins.reporting_region_id, hand_ins.department, hand_ins.period_end
        ) as last_accepted
    from {{ ref('stg_hand_ins') }} as hand_ins
    where hand_ins.form = 'hazards'
),

standing as (
    select *, waits and (sha256 is not null or last_accepted is null or received_at > last_accepted) as still_waits
    from registers
)

select
    standing.reporting_region_id,
    coalesce(departments.department_id, standing.department, '') as department,
    min(case when standing.status = 'accepted' then standing.period_start end) as begins,
    max(case when standing.status = 'accepted' then standing.period_end end) as last_listed,
    max(lacking.period_end) as last_lacking,
    -- a file whose name tells no month is of none after it came
    max(case when standing.still_waits then coalesce(standing.period_end, cast(standing.received_at as date)) end) as last_waiting
from standing
left join {{ ref('int_departments_matched') }} as departments on standing.department = departments.department_name
left join {{ ref('int_hand_in_calendar') }} as lacking
    on standing.reporting_region_id = lacking.reporting_region_id and standing.department = lacking.department
    and lacking.form = 'hazards' and {{ lacks('lacking') }}
where standing.status = 'accepted' or standing.still_waits
group by standing.reporting_region_id, coalesce(departments.department_id, standing.department, '')
