select
    hand_ins.hand_in_id,
    hand_ins.form,
    hand_ins.event_domain,
    hand_ins.department,
    coalesce(departments.name_zh, hand_ins.department) as department_zh,
    hand_ins.period,
    hand_ins.period_start,
    hand_ins.period_end,
    hand_ins.path,
    hand_ins.received_at,
    hand_ins.rows_accepted,
    hand_ins.status = 'accepted' as is_in_force
from {{ ref('stg_hand_ins') }} as hand_ins
left join {{ ref('departments') }} as departments
    on hand_ins.department = departments.department_id
