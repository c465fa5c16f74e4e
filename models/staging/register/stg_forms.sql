select
    form,
    name_zh,
    name_en,
    department,
    event_domain,
    period_kind,
    due_days,
    counts_events
from {{ source('register', 'forms') }}
