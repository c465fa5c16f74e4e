-- The named filters of indicators meet the accidents here; the banner's row counts every
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
),

placed as (
    select *, '150621' as counted_region_id from filtered
    union all
    select *, region_id as counted_region_id from filtered where township_known
)

select
    event_domain,
    event_filter,
    counted_region_id as region_id,
    last_day(cast(occurred_at as date)) as month_end,
    count(*) as accidents,
    count(case when deaths + missing > 0 then 1 end) as fatal_accidents,
    sum(deaths) as deaths,
    sum(missing) as missing,
    sum(injuries) as injuries,
    sum(direct_loss_yuan) as direct_loss_yuan,
    sum((deaths + missing) * (deaths + missing)) as deaths_squared,
    count(case when is_place_unlisted then 1 end) as accidents_at_unlisted_places
from placed
group by event_domain, event_filter, counted_region_id, last_day(cast(occurred_at as date))
