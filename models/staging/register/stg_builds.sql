select
    build_id,
    started_at,
    finished_at,
    as_of,
    status,
    models_built,
    tests_passed,
    tests_warned,
    tests_failed,
    files_read,
    code_version,
    detail
from {{ source('register', 'builds') }}
