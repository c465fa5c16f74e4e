-- How a target stood at each period with a figure: the latest one as of the build's day, earlier
-- ones as of their own. A bound that must be passed is not met at the bound itself.
with targets as (
    select * from {{ ref('targets') }}
    where kind <> 'verdict'
),

figures as (
    select
        figures.*,
        first_value(figures.value) over (
            partition by figures.target_id order by figures.period_end
        ) as first_value,
        first_value(figures.period_end) over (
            partition by figures.target_id order by figures.period_end
        ) as first_period_end,
        row_number() over (
            partition by figures.target_id order by figures.period_end desc
        ) = 1 as is_latest
    from {{ ref('int_target_figures') }} as figures
    cross join {{ ref('stg_run') }} as run
    where figures.period_end <= run.as_of
),

dated as (
    select
        targets.target_id,
        targets.kind,
        targets.operator,
        targets.threshold,
        targets.due_date,
        coalesce(figures.period_end, run.as_of) as period_end,
        figures.period_end is not null as has_figure,
        coalesce(figures.is_latest, true) as is_latest,
        case when coalesce(figures.is_latest, true) then run.as_of else figures.period_end end
            as evaluated_on,
        figures.source_form,
        figures.numerator,
        figures.denominator,
        figures.value,
        figures.first_value,
        figures.first_period_end
    from targets
    cross join {{ ref('stg_run') }} as run
    left join figures on targets.target_id = figures.target_id
),

judged as (
    select
        *,
        -- products of whole numbers, so that a figure at the bound is at the bound
        case
            when value is null or threshold is null then null
            when operator = '<' and numerator is not null and kind = 'percent'
                then numerator * 100 < threshold * denominator
            when operator = '<' then value < threshold
            when operator = '>' and numerator is not null and kind = 'percent'
                then numerator * 100 > threshold * denominator
            when operator = '>' then value > threshold
            when numerator is not null and kind = 'percent'
                then numerator * 100 >= threshold * denominator
            else value >= threshold
        end as is_met,
        case operator when '<' then value - threshold else threshold - value end as gap,
        {{ days_between('evaluated_on', 'due_date') }} as days_left
    from dated
),

paced as (
    select
        *,
        case
            when not is_met and days_left > 0 then greatest(gap, 0) / (days_left / 30.4375)
        end as needed_per_month,
        case
            when period_end > first_period_end
                then
                    case operator when '<' then first_value - value else value - first_value end
                    / ({{ days_between('first_period_end', 'period_end') }} / 30.4375)
        end as pace_per_month
    from judged
)

select
    *,
    case
        when not has_figure or value is null or threshold is null then 'no_data'
        when is_met then 'met'
        when days_left < 0 then 'overdue'
        when pace_per_month >= needed_per_month then 'on_track'
        else 'behind'
    end as status,
    case
        when threshold is null then 'threshold_missing'
        when not has_figure then 'not_handed_in'
        when value is null then 'no_value'
        when not is_met and days_left >= 0 and pace_per_month is null then 'single_period'
    end as reason
from paced
