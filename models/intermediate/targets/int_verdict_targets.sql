-- The four rates of the plan as targets: the statistical verdict at the latest day that it stands at.
-- What the data cannot decide is neither met nor missed.
with targets as (
    select * from {{ ref('targets') }}
    where kind = 'verdict'
),

latest as (
    select
        *,
        row_number() over (partition by indicator_id order by period_end desc) as preference
    from {{ ref('int_verdicts') }}
    where region_id in (select region_id from {{ ref('regions') }} where is_own)
)

select
    targets.target_id,
    targets.due_date,
    run.as_of as evaluated_on,
    latest.period_end,
    latest.statistical_verdict,
    latest.verdict_reason,
    -- a year that runs counts as one that is known
    coalesce(ceil(latest.years) >= extract(year from latest.period_end) - {{ setting('baseline_last_year') }}, false) as knows_all_years,
    {{ days_between('run.as_of', 'targets.due_date') }} as days_left,
    case
        when latest.period_end is null then 'no_data'
        when latest.period_end >= targets.due_date
            then case latest.statistical_verdict when 'improving' then 'met' when 'worsening' then 'overdue' else 'undecided' end
        when run.as_of > targets.due_date then 'undecided'
        when latest.statistical_verdict in ('improving', 'probably_improving') then 'on_track'
        when latest.statistical_verdict in ('worsening', 'probably_worsening') then 'behind'
        else 'undecided'
    end as status,
    case when latest.period_end is null then 'no_years' when latest.statistical_verdict = 'too_short' then 'years_too_few' end as reason
from targets
cross join {{ ref('stg_run') }} as run
left join latest on targets.indicator_id = latest.indicator_id and latest.preference = 1
