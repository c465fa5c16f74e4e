select
    series,
    name_zh,
    name_en,
    unit_zh,
    unit_en,
    kind,
    event_domain,
    measure,
    filter_column,
    filter_value
from {{ ref('series') }}
