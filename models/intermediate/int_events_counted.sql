{{ config(materialized='view') }}
-- The named filters of indicators meet the accidents here.
with accidents as (
    select
        *,
        domain as event_domain
    from {{ ref('fct_accidents').include(database=false) }} -- the file may be attached under any name
),

filtered as (
    {{ by_event_filter('accidents') }}
)

{{ by_counted_region('filtered') }}
