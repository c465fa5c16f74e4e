-- An episode has the level of the smallest bound that its peak passes. One that is open at the last known month of
-- its series is of that month: where it lies further back than quiet months end an episode, it may be over by now.
with episodes as (
    select * from {{ ref('int_signal_episodes') }}
),

levels as (
    select * from {{ ref('signal_levels') }}
)

select
    episodes.indicator_id,
    episodes.region_id,
    episodes.series,
    episodes.rule,
    episodes.start_period_end,
    episodes.end_period_end,
    episodes.months_found,
    episodes.peak_period_end,
    episodes.peak_first_day,
    episodes.peak_last_day,
    episodes.value,
    episodes.expected,
    episodes.upper,
    episodes.p,
    levels.level,
    episodes.known_to,
    case
        when
            episodes.state = 'open'
            and {{ months_between('episodes.known_to', 'run.as_of') }} > {{ setting('signal_quiet_months') }}
            then 'stopped'
        else episodes.state
    end as state
from episodes
inner join levels on episodes.rows_a_year <= levels.rows_a_year
cross join {{ ref('stg_run') }} as run
qualify row_number() over (
    partition by episodes.region_id, episodes.series, episodes.rule, episodes.start_period_end
    order by levels.rows_a_year
) = 1
