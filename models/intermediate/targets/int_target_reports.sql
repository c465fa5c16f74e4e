-- What departments reported of the plan's targets, by the target that they mean; of inspections a row for each
-- target that is added up from them. Rows that were set aside, or that give neither a share nor both its halves, stand
-- here as well: somebody lacks.
with names as (
    select target_id, {{ plain_brackets('name_zh') }} as name from {{ ref('targets') }}
    union
    select target_id, {{ plain_brackets('alias') }} as name from {{ ref('target_aliases') }}
),

reports as (
    select
        names.target_id, 'target_progress' as source_form, progress.hand_in_id,
        progress.numerator, progress.denominator, progress.value,
        {{ row_of('progress') }} as source,
        progress.value is null and not coalesce(progress.numerator is not null and progress.denominator > 0, false) as lacks_figure
    from {{ ref('stg_target_progress') }} as progress
    inner join names on {{ plain_brackets('progress.target_name') }} = names.name
    union all
    select
        names.target_id, 'target_progress' as source_form, aside.hand_in_id,
        null as numerator, null as denominator, null as value, null as source, true as lacks_figure
    from {{ ref('stg_rows_set_aside') }} as aside
    inner join names on {{ plain_brackets('aside.key') }} = names.name
    {%- for target, done in [('digital_enforcement', 'digital_inspections'), ('penalty_rate', 'penalties')] %}
    union all
    select
        '{{ target }}' as target_id, 'enforcement' as source_form, enforcement.hand_in_id,
        cast(enforcement.{{ done }} as double) as numerator, cast(enforcement.inspections as double) as denominator, null as value,
        {{ row_of('enforcement') }} as source, false as lacks_figure
    from {{ ref('stg_enforcement') }} as enforcement
    union all
    select
        '{{ target }}' as target_id, 'enforcement' as source_form, hand_in_id,
        null as numerator, null as denominator, null as value, null as source, true as lacks_figure
    from {{ ref('stg_rows_set_aside') }}
    where hand_in_id in (select hand_ins.hand_in_id from {{ ref('stg_hand_ins') }} as hand_ins where hand_ins.form = 'enforcement')
    {%- endfor %}
)

select
    reports.*,
    hand_ins.period_start,
    hand_ins.period_end,
    coalesce(departments.department_id, hand_ins.department, '') as giver
from reports
inner join {{ ref('stg_hand_ins') }} as hand_ins on reports.hand_in_id = hand_ins.hand_in_id
left join {{ ref('int_departments_matched') }} as departments on hand_ins.department = departments.department_name
