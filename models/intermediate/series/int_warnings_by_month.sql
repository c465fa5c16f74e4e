-- Warnings and closed ones by region and month, in the shape of counts of accidents; a number that is
-- handed in twice is one warning.
with numbered as (
    select
        *,
        row_number() over (
            partition by reporting_region_id, warning_no order by warned_at, source_row
        ) as preference
    from {{ ref('stg_warnings') }}
)

select
    'warnings' as event_domain,
    coalesce(places.region_id, numbered.reporting_region_id) as region_id,
    last_day(cast(numbered.warned_at as date)) as month_end,
    count(*) as warnings,
    count(numbered.closed_at) as warnings_closed
from numbered
left join {{ ref('int_regions') }} as places
    on numbered.place = places.name_zh
    and numbered.reporting_region_id = places.other_id
    and places.is_above
where numbered.preference = 1
group by coalesce(places.region_id, numbered.reporting_region_id), last_day(cast(numbered.warned_at as date))
