{{ config(materialized='view') }}
-- The named filters of indicators meet the accidents here; the banner's rows hold every
-- accident, so one at an unknown township is not lost.
with accidents as (
    select * from {{ ref('int_accidents_unioned') }}
),

filtered as (
    select *, 'all' as event_filter from accidents
    union all
    select *, 'counted_production' as event_filter from accidents where is_counted
    union all
    select *, 'commercial_road' as event_filter from accidents where is_commercial
)

select *, '150621' as counted_region_id from filtered
union all
select *, region_id as counted_region_id from filtered where township_known
