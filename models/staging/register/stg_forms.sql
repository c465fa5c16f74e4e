select
    form,
    name_zh,
    name_en,
    department,
    event_domain,
    period_kind,
    due_days
from {{ source('register', 'forms') }}
