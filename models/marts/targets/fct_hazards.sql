-- As few as are certain and as many as may be, as in the scores. A number that two departments have may be one hazard,
-- told in two ways, so that one of them counts for certain: who has most that is overdue. One of two grades has none
-- that is known.
with told as (
    select
        * exclude (grade),
        case when is_of_two_grades then 'unknown' else grade end as grade,
        is_overdue and not may_be_closed as is_overdue_for_certain
    from {{ ref('int_hazards') }}
),

by_department as (
    select
        reporting_region_id, number, department,
        row_number() over (
            partition by reporting_region_id, number
            order by
                count(case when is_overdue_for_certain and grade = 'major' then 1 end) desc,
                count(case when is_overdue_for_certain then 1 end) desc,
                count(case when not may_be_closed then 1 end) desc,
                department
        ) = 1 as is_certain
    from told
    group by reporting_region_id, number, department
),

counted as (
    select
        last_day(told.found_on) as found_month_end,
        told.region_id,
        told.grade,
        count(case when by_department.is_certain and not told.may_be_closed then 1 end) as hazards_found_least,
        count(*) as hazards_found_most,
        count(case when by_department.is_certain and told.is_closed and not told.may_be_open then 1 end) as hazards_closed_least,
        count(case when told.is_closed or told.may_be_closed then 1 end) as hazards_closed_most,
        count(case when by_department.is_certain and told.is_overdue_for_certain then 1 end) as hazards_overdue_least,
        count(case when told.is_overdue or told.may_be_overdue then 1 end) as hazards_overdue_most,
        median(case when told.is_closed then {{ days_between('told.found_on', 'told.closed_on') }} end) as median_days_to_close
    from told
    inner join by_department
        on told.reporting_region_id = by_department.reporting_region_id and told.number = by_department.number
        and told.department = by_department.department
    group by last_day(told.found_on), told.region_id, told.grade
)

select
    * exclude (median_days_to_close),
    case
        when hazards_found_least = hazards_found_most and hazards_closed_least = hazards_closed_most
            and not {{ are_few('hazards_found_most', 'true') }}
            then {{ rate('hazards_closed_most', 'hazards_found_most', 100) }}
    end as closed_share_pct,
    median_days_to_close
from counted
