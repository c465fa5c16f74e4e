select
    tasks.task_id,
    tasks.name_zh,
    tasks.name_en,
    tasks.aspect,
    aspects.name_zh as aspect_zh,
    aspects.name_en as aspect_en
from {{ ref('tasks') }} as tasks
inner join {{ ref('plan_aspects') }} as aspects on tasks.aspect = aspects.aspect
