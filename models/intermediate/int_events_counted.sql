{{ config(materialized='view') }}
-- The named filters of indicators meet the accidents here.
with accidents as (
    select * from {{ ref('int_accidents_unioned').include(database=false) }}
),

filtered as (
    {{ by_event_filter('accidents') }}
)

{{ by_counted_region('filtered') }}
