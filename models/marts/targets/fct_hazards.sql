select
    last_day(found_on) as found_month_end,
    region_id,
    grade,
    count(*) as hazards_found,
    count(case when is_closed then 1 end) as hazards_closed,
    count(case when is_overdue then 1 end) as hazards_overdue,
    case when not {{ are_few('count(*)', 'true') }} then {{ rate('count(case when is_closed then 1 end)', 'count(*)', 100) }} end as closed_share_pct,
    median(case when is_closed then {{ days_between('found_on', 'closed_on') }} end)
        as median_days_to_close
from {{ ref('int_hazards') }}
group by last_day(found_on), region_id, grade
