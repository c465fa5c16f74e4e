-- The four rates of the plan as targets: the statistical verdict at the end of the latest year.
with targets as (
    select * from {{ ref('targets') }}
    where kind = 'verdict'
),

latest as (
    select
        *,
        row_number() over (partition by indicator_id order by year desc) as preference
    from {{ ref('int_trends') }}
    where region_id in (select region_id from {{ ref('regions') }} where is_own)
)

select
    targets.target_id,
    targets.due_date,
    run.as_of as evaluated_on,
    latest.year,
    latest.statistical_verdict,
    {{ days_between('run.as_of', 'targets.due_date') }} as days_left,
    case
        when
            coalesce(latest.statistical_verdict, 'too_short') in ('too_few', 'too_short', 'definition_changed')
            then 'no_data'
        when latest.year >= extract(year from targets.due_date)
            then case latest.statistical_verdict when 'improving' then 'met' else 'overdue' end
        when latest.statistical_verdict in ('improving', 'probably_improving') then 'on_track'
        else 'behind'
    end as status,
    case when latest.year is null then 'no_years' end as reason
from targets
cross join {{ ref('stg_run') }} as run
left join latest on targets.indicator_id = latest.indicator_id and latest.preference = 1
