-- What the registers of hazards reach over, together: they begin with the one that begins last.
with registers as (
    select max(last_listed) as period_end, max(begins) as begins
    from {{ ref('int_hazard_givers') }}
),

plan as (
    select cast(cast({{ setting('baseline_last_year') }} + 1 as integer) || '-01-01' as date) as first_day
),

lacking as (
    select count(*) as hand_ins
    from {{ ref('int_hand_in_calendar') }} as calendar
    cross join plan
    where calendar.form = 'hazards' and {{ lacks('calendar') }} and calendar.period_end >= plan.first_day
),

waiting as (
    select count(*) as givers
    from {{ ref('int_hazard_givers') }} as givers
    cross join plan
    where givers.last_waiting >= plan.first_day
),

aside as (
    select
        sum(case when form = 'hazards' and status = 'accepted' then rows_quarantined end) as set_aside,
        count(case when form is null and waits then 1 end) as counties_missing
    from {{ ref('stg_hand_ins') }}
)

select
    registers.period_end,
    registers.begins,
    registers.begins > plan.first_day as begins_late,
    lacking.hand_ins as hand_ins_lacking,
    waiting.givers + aside.counties_missing as givers_waiting,
    coalesce(aside.set_aside, 0) as set_aside
from registers
cross join plan
cross join lacking
cross join waiting
cross join aside
