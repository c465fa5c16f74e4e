select * from {{ ref('stg_builds') }}
