select episodes.*
from {{ ref('fct_signal_episodes') }} as episodes
left join {{ ref('int_monitored_months') }} as months
    on
        episodes.series = months.series
        and episodes.region_id = months.region_id
        and months.month_end between episodes.start_period_end and episodes.end_period_end
group by all
having count(months.month_end) <> {{ months_between('episodes.start_period_end', 'episodes.end_period_end') }} + 1
