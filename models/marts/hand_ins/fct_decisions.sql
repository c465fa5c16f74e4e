select
    decisions.hand_in_id,
    decisions.sha256,
    decisions.path,
    decisions.verdict,
    decisions.who,
    decisions.decided_at,
    decisions.reason,
    decisions.is_owed,
    row_number() over (
        partition by coalesce(decisions.hand_in_id, decisions.sha256) order by decisions.decided_at desc
    ) = 1 as is_in_force
from {{ ref('stg_decisions') }} as decisions
