select
    task_id,
    name_zh,
    name_en,
    task_group,
    note
from {{ ref('tasks') }}
