select
    region_id,
    name_zh,
    name_en,
    level,
    parent_id,
    is_own,
    note,
    source
from {{ ref('regions') }}
