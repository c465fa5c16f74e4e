select
    links.task_id,
    links.department_id,
    departments.name_zh as department_zh,
    links.position,
    links.role
from {{ ref('task_departments') }} as links
inner join {{ ref('departments') }} as departments on links.department_id = departments.department_id
