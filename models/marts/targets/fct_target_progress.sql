-- How targets with figures stood, and the four rates as targets, with who answers for each.
{%- set figures = ['numerator', 'denominator', 'value', 'threshold', 'gap', 'needed_per_month', 'pace_per_month'] %}
with answerable as (
    select
        task_id,
        {{ listed('department_id', 'position') }} as department_ids,
        {{ listed('department_zh', 'position') }} as departments_zh
    from {{ ref('bridge_task_department') }}
    group by task_id
),

verdicts as (
    select
        target_id,
        coalesce(period_end, evaluated_on) as period_end,
        true as is_latest,
        evaluated_on,
        'fct_verdicts' as source_form,
        due_date,
        days_left,
        status,
        reason
    from {{ ref('int_verdict_targets') }}
),

together as (
    select
        target_id, period_end, is_latest, evaluated_on, source_form, due_date, days_left, status, reason,
        {{ figures | join(', ') }}
    from {{ ref('int_target_status') }}
    union all
    select
        *
        {%- for name in figures %}, null as {{ name }}{% endfor %}
    from verdicts
)

select
    targets.target_id,
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
