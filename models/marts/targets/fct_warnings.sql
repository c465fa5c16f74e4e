with warnings as (
    select
        *,
        row_number() over (partition by reporting_region_id, warning_no order by warned_at, source_row) as preference
    from {{ ref('stg_warnings') }}
)

select
    coalesce(board, 'unknown') as board,
    coalesce(level, 'unknown') as level,
    last_day(cast(warned_at as date)) as month_end,
    count(*) as warnings,
    count(closed_at) as warnings_closed,
    case when not {{ are_few('count(*)', 'true') }} then {{ rate('count(closed_at)', 'count(*)', 100) }} end as closed_share_pct,
    median(case when closed_at >= warned_at then {{ minutes_between('warned_at', 'closed_at') }} end) as median_minutes_to_close
from warnings
where preference = 1
group by coalesce(board, 'unknown'), coalesce(level, 'unknown'), last_day(cast(warned_at as date))
