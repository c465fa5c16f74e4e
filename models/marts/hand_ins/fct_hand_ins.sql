select * exclude (event_domain, reporting_region_id, period_start, period_end, last_received_at, released)
from {{ ref('stg_hand_ins') }}
