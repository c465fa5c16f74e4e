-- How a target stood at each period with a whole figure: the latest as of the build's day, others as of their
-- own. A bound that must be passed is not met at the bound itself.
with reports as (select distinct target_id from {{ ref('int_target_reports') }}),

figures as (
    select
        figures.*,
        first_value(figures.value) over by_target as first_value,
        first_value(figures.period_end) over by_target as first_period_end,
        lead(figures.period_end) over by_target is null as is_latest
    from {{ ref('int_target_figures') }} as figures cross join {{ ref('stg_run') }} as run
    where figures.period_end <= run.as_of and figures.is_whole
    window by_target as (partition by figures.target_id order by figures.period_end)
),

dated as (
    select
        targets.target_id, targets.operator, targets.threshold, targets.due_date,
        coalesce(figures.period_end, run.as_of) as period_end,
        figures.period_end is not null as has_figure, coalesce(figures.is_latest, true) as is_latest,
        case when coalesce(figures.is_latest, true) then run.as_of else figures.period_end end as evaluated_on,
        figures.* exclude (target_id, period_end, is_latest),
        targets.kind = 'percent' and figures.numerator is not null as has_halves
    from {{ ref('targets') }} as targets
    cross join {{ ref('stg_run') }} as run
    left join figures on targets.target_id = figures.target_id
    where targets.kind <> 'verdict'
),

-- products of whole numbers, so that a figure at the bound is at the bound
scaled as (
    select
        *,
        case when has_halves then numerator * 100 else value end as reached,
        case when has_halves then threshold * denominator else threshold end as bound
    from dated
),

judged as (
    select
        *,
        case when value is not null and threshold is not null
            then case operator when '<' then reached < bound when '>' then reached > bound else reached >= bound end end as is_met,
        case operator when '<' then -1 else 1 end as upwards,
        upwards * (threshold - value) as gap,
        {{ days_between('evaluated_on', 'due_date') }} as days_left
    from scaled
),

paced as (
    select
        *,
        -- by a figure of its day, or of the quarter before it
        max_by(is_met, case when {{ months_between('period_end', 'due_date') }} between 0 and 3 and period_end <= due_date then period_end end)
            over (partition by target_id) as was_met_when_due,
        case when not is_met and days_left > 0 then greatest(gap, 0) / (days_left / 30.4375e0) end as needed_per_month,
        case when period_end > first_period_end
            then upwards * (value - first_value) / ({{ days_between('first_period_end', 'period_end') }} / 30.4375e0) end as pace_per_month
    from judged
)

select
    *,
    case
        when not has_figure or value is null or threshold is null then 'no_data'
        when is_met then 'met'
        when days_left < 0 then case when period_end < due_date then 'undecided' else 'overdue' end
        when pace_per_month >= needed_per_month then 'on_track'
        else 'behind'
    end as status,
    case
        when threshold is null then 'threshold_missing'
        when value is null then case when target_id in (select target_id from reports) then 'no_value' else 'not_handed_in' end
        when is_met and days_left < 0 and not was_met_when_due then 'met_late'
        when is_met and days_left < 0 and was_met_when_due is null then 'unknown_when_due'
        when not is_met and days_left < 0 and period_end < due_date then 'none_since_due'
        when is_latest and last_reported > period_end then 'others_since'
        when not is_met and days_left >= 0 and pace_per_month is null then 'single_period'
    end as reason
from paced
