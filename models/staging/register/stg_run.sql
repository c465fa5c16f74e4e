select
    build_id,
    as_of,
    drift_accepted_because
from {{ source('register', 'run') }}
