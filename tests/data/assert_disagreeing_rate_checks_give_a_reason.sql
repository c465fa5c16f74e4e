select *
from {{ ref('rate_checks') }}
where not reproduces and reason_zh is null
