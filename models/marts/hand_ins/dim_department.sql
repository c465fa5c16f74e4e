select
    department_id,
    name_zh,
    name_en,
    note
from {{ ref('departments') }}
