select
    department_id,
    name_zh,
    name_en,
    parent_id,
    note
from {{ ref('departments') }}
