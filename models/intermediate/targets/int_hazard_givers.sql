-- Who hands in registers of hazards, from when to when, and until when theirs lack.
select
    hand_ins.reporting_region_id,
    coalesce(departments.department_id, hand_ins.department, '') as department,
    min(hand_ins.period_start) as begins,
    max(hand_ins.period_end) as last_listed,
    max(lacking.period_end) as last_lacking
from {{ ref('stg_hand_ins') }} as hand_ins
left join {{ ref('int_departments_matched') }} as departments on hand_ins.department = departments.department_name
left join {{ ref('int_hand_in_calendar') }} as lacking
    on hand_ins.reporting_region_id = lacking.reporting_region_id and hand_ins.department = lacking.department
    and lacking.form = 'hazards' and {{ lacks('lacking') }}
where hand_ins.form = 'hazards' and hand_ins.status = 'accepted'
group by hand_ins.reporting_region_id, coalesce(departments.department_id, hand_ins.department, '')
