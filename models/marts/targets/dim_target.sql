select
    target_id,
    name_zh,
    name_en,
    kind,
    operator,
    threshold,
    unit_zh,
    unit_en,
    wording,
    due_date,
    task_id,
    indicator_id,
    note
from {{ ref('targets') }}
