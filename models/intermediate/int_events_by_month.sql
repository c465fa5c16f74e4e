-- Counts of each month; summed before the filters multiply the rows.
with summed as (
    select
        domain as event_domain,
        is_counted,
        is_commercial,
        region_id,
        township_known,
        last_day(cast(occurred_at as date)) as month_end,
        count(*) as accidents,
        count(case when deaths + missing > 0 then 1 end) as fatal_accidents,
        sum(deaths) as deaths,
        sum(missing) as missing,
        sum(injuries) as injuries,
        sum(direct_loss_yuan) as direct_loss_yuan,
        sum((deaths + missing) * (deaths + missing)) as deaths_squared,
        count(case when is_place_unlisted then 1 end) as accidents_at_unlisted_places
    from {{ ref('fct_accidents') }}
    group by all
),

filtered as (
    {{ by_event_filter('summed') }}
),

placed as (
    {{ by_counted_region('filtered') }}
)

select
    event_domain,
    event_filter,
    counted_region_id as region_id,
    month_end,
    sum(accidents) as accidents,
    sum(fatal_accidents) as fatal_accidents,
    sum(deaths) as deaths,
    sum(missing) as missing,
    sum(injuries) as injuries,
    sum(direct_loss_yuan) as direct_loss_yuan,
    sum(deaths_squared) as deaths_squared,
    sum(accidents_at_unlisted_places) as accidents_at_unlisted_places
from placed
group by event_domain, event_filter, counted_region_id, month_end
