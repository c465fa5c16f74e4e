-- How a target stood at each period with a figure that stands: the latest as of the build's day, others as of their
-- own. A bound that must be passed is not met at the bound itself. What was reported since and is not whole opens it.
with figures as (
    select
        figures.*,
        min_by(figures.value, case when figures.is_whole then figures.period_end end) over (partition by figures.target_id) as first_value,
        min(case when figures.is_whole then figures.period_end end) over (partition by figures.target_id) as first_period_end,
        lead(figures.period_end) over (partition by figures.target_id order by figures.period_end) is null as is_latest
    from {{ ref('int_target_figures') }} as figures cross join {{ ref('stg_run') }} as run
    where figures.period_end <= run.as_of and (figures.is_whole or figures.is_ruled_out)
),

dated as (
    select
        targets.target_id, targets.kind, targets.operator, targets.threshold, targets.due_date,
        coalesce(figures.period_end, run.as_of) as period_end,
        figures.period_end is not null as has_figure, coalesce(figures.is_latest, true) as is_latest,
        case when coalesce(figures.is_latest, true) then run.as_of else figures.period_end end as evaluated_on,
        figures.* exclude (target_id, period_end, is_latest),
        -- products of whole numbers, so that a figure at the bound is at the bound
        targets.kind = 'percent' and figures.numerator is not null as has_halves,
        case when has_halves then figures.numerator * 100 else figures.value end as reached,
        case when has_halves then targets.threshold * figures.denominator else targets.threshold end as bound,
        case targets.operator when '<' then reached < bound when '>' then reached > bound else reached >= bound end as is_met,
        case targets.operator when '<' then -1 else 1 end as upwards,
        upwards * (targets.threshold - figures.value) as gap,
        {{ days_between('evaluated_on', 'targets.due_date') }} as days_left,
        since.is_empty,
        coalesce(case when has_figure then since.is_owed or (is_met and since.some_missed) else not since.is_empty end, false) as is_open
    from {{ ref('targets') }} as targets
    cross join {{ ref('stg_run') }} as run
    left join figures on targets.target_id = figures.target_id
    left join {{ ref('int_target_since') }} as since on targets.target_id = since.target_id and coalesce(figures.is_latest, true)
    where targets.kind <> 'verdict'
),

paced as (
    select
        *,
        {{ was_met_when_due() }} as was_met_when_due,
        bool_or(is_met) over (partition by target_id order by period_end rows between unbounded preceding and 1 preceding) as was_met,
        case when not is_met and days_left > 0 then greatest(gap, 0) / (days_left / 30.4375e0) end as needed_per_month,
        case when is_whole and period_end > first_period_end
            then upwards * (value - first_value) / ({{ days_between('first_period_end', 'period_end') }} / 30.4375e0) end as pace_per_month,
        -- what is built before its day stands on it
        days_left < 0 and period_end < due_date and not coalesce(is_met and (was_met_when_due or kind = 'milestone'), false) as is_silent_since,
        period_end < {{ month_end_after('evaluated_on', '-cast(' ~ setting('stock_max_age_months') ~ ' as integer)') }}
        and period_end < due_date and not coalesce(is_met and kind = 'milestone', false) as is_old
    from dated
    window of_target as (partition by target_id)
)

select
    * exclude (kind, is_empty),
    case
        when threshold is null then 'no_data'
        when not has_figure then case when is_open then 'undecided' else 'no_data' end
        when value is null then 'no_data'
        when is_open or is_silent_since or is_old then 'undecided'
        when is_met then 'met'
        when days_left < 0 then 'overdue'
        when pace_per_month >= needed_per_month then 'on_track'
        else 'behind'
    end as status,
    case
        when threshold is null then 'threshold_missing'
        when not has_figure then case when is_open then 'some_lack' when is_empty then 'no_value' else 'not_handed_in' end
        when value is null then 'no_value'
        when is_open then 'others_since'
        when is_silent_since then 'none_since_due'
        when is_old then 'figure_old'
        when is_ruled_out and not is_whole then 'ruled_out'
        when is_met and days_left < 0 and not was_met_when_due then 'met_late'
        when not is_met and days_left < 0 and was_met then 'met_before'
        when is_met and days_left < 0 and was_met_when_due is null then 'unknown_when_due'
        when is_met <> is_met_by_others then 'sources_contradict'
        when not is_met and days_left >= 0 and pace_per_month is null then 'single_period'
    end as reason
from paced
