-- A hazard stands as in the latest register that lists it, as of the build's day.
with hazards as (
    select
        hazards.*,
        row_number() over (
            partition by hazards.hazard_no
            order by hand_ins.period_end desc, hand_ins.received_at desc, hazards.source_row asc
        ) as preference
    from {{ ref('stg_hazards') }} as hazards
    inner join {{ ref('stg_hand_ins') }} as hand_ins on hazards.hand_in_id = hand_ins.hand_in_id
),

placed as (
    select
        hazards.*,
        run.as_of,
        coalesce(places.region_id, hazards.reporting_region_id) as region_id,
        hazards.closed_on is not null and hazards.closed_on <= run.as_of as is_closed
    from hazards
    cross join {{ ref('stg_run') }} as run
    left join {{ ref('int_regions') }} as places
        on {{ is_place_of('places', 'hazards') }}
    where hazards.preference = 1
)

select
    last_day(found_on) as found_month_end,
    region_id,
    coalesce(grade, 'unknown') as grade,
    count(*) as hazards_found,
    count(case when is_closed then 1 end) as hazards_closed,
    count(case when not is_closed and due_on < as_of then 1 end) as hazards_overdue,
    {{ rate('count(case when is_closed then 1 end)', 'count(*)', 100) }} as closed_share_pct,
    median(case when is_closed then {{ days_between('found_on', 'closed_on') }} end)
        as median_days_to_close
from placed
group by last_day(found_on), region_id, coalesce(grade, 'unknown')
