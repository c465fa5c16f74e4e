select
    corrections.correction,
    corrections.form,
    hand_ins.event_domain,
    coalesce(corrections.period, hand_ins.period) as period,
    hand_ins.period_start,
    hand_ins.period_end,
    corrections.key,
    corrections.column_name,
    corrections.expected,
    corrections.found,
    corrections.corrected,
    corrections.corrected = 'drop' as is_drop,
    corrections.status,
    corrections.reason,
    corrections.who,
    corrections.corrected_on,
    corrections.hand_in_id,
    corrections.source_sheet,
    corrections.source_row
from {{ ref('stg_corrections') }} as corrections
left join {{ ref('stg_hand_ins') }} as hand_ins on corrections.hand_in_id = hand_ins.hand_in_id
