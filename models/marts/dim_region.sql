select
    region_id,
    name_zh,
    name_en,
    level,
    parent_id,
    note,
    source
from {{ ref('regions') }}
