-- Counts of each month; the banner's row counts every accident.
with placed as (
    select * from {{ ref('int_events_counted') }}
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
