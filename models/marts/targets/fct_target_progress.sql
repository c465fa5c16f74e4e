with answerable as (
    select
        task_id,
        {{ listed('department_id', 'department_id') }} as department_ids,
        {{ listed('department_zh', 'department_id') }} as departments_zh
    from {{ ref('bridge_task_department') }}
    group by task_id
),

figures as (
    select
        target_id,
        period_end,
        is_latest,
        evaluated_on,
        source_form,
        numerator,
        denominator,
        value,
        threshold,
        gap,
        due_date,
        days_left,
        needed_per_month,
        pace_per_month,
        status,
        reason
    from {{ ref('int_target_status') }}
),

verdicts as (
    select
        target_id,
        coalesce(cast(year || '-12-31' as date), evaluated_on) as period_end,
        true as is_latest,
        evaluated_on,
        'fct_indicator_trends' as source_form,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        cast(null as double) as value,
        cast(null as double) as threshold,
        cast(null as double) as gap,
        due_date,
        days_left,
        cast(null as double) as needed_per_month,
        cast(null as double) as pace_per_month,
        status,
        reason
    from {{ ref('int_verdict_targets') }}
),

together as (
    select * from figures
    union all
    select * from verdicts
)

select
    together.target_id,
    targets.name_zh as target_zh,
    together.period_end,
    together.is_latest,
    together.evaluated_on,
    together.numerator,
    together.denominator,
    together.value,
    targets.operator,
    together.threshold,
    together.gap,
    together.due_date,
    together.days_left,
    together.needed_per_month,
    together.pace_per_month,
    together.status,
    together.source_form,
    answerable.department_ids,
    answerable.departments_zh,
    together.reason
from together
inner join {{ ref('targets') }} as targets on together.target_id = targets.target_id
left join answerable on targets.task_id = answerable.task_id
