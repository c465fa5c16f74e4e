-- What departments reported of the plan's targets, by the target that they mean; of inspections a row for each
-- target that is added up from them, by the department that inspected. Rows that were set aside, that give neither
-- a share nor both its halves, inspections of a month that was not over, and files that do not count stand here as
-- well: somebody lacks.
with names as (
    select * from {{ ref('int_target_names') }}
),

-- rows of no figure
lacking as (
    select names.target_id, 'target_progress' as source_form, aside.hand_in_id, null as department_name, 'set_aside' as fate
    from {{ ref('stg_rows_set_aside') }} as aside
    inner join names on {{ plain_brackets('aside.key') }} = names.name
    union all
    select added_up.target_id, 'enforcement' as source_form, aside.hand_in_id, aside.key as department_name, 'set_aside' as fate
    from {{ ref('stg_rows_set_aside') }} as aside
    inner join {{ ref('stg_hand_ins') }} as hand_ins on aside.hand_in_id = hand_ins.hand_in_id and hand_ins.form = 'enforcement'
    cross join (values ('{{ targets_of_inspections() | join("'), ('") }}')) as added_up (target_id)
    union all
    select waits.target_id, hand_ins.form as source_form, waits.hand_in_id, null as department_name, 'waits' as fate
    from {{ ref('int_target_waits') }} as waits
    inner join {{ ref('stg_hand_ins') }} as hand_ins on waits.hand_in_id = hand_ins.hand_in_id
),

inspections as (
    select enforcement.*, {{ row_of('enforcement') }} as source, {{ came_early('hand_ins') }} as is_early
    from {{ ref('stg_enforcement') }} as enforcement
    inner join {{ ref('stg_hand_ins') }} as hand_ins on enforcement.hand_in_id = hand_ins.hand_in_id
),

reports as (
    select
        names.target_id, 'target_progress' as source_form, progress.hand_in_id, null as department_name, 'counted' as fate,
        progress.numerator, progress.denominator, progress.value,
        {{ row_of('progress') }} as source
    from {{ ref('stg_target_progress') }} as progress
    inner join names on {{ plain_brackets('progress.target_name') }} = names.name
    {%- for target, done in targets_of_inspections().items() %}
    union all
    select
        '{{ target }}' as target_id, 'enforcement' as source_form, hand_in_id, department_name,
        case when is_early then 'early' else 'counted' end as fate,
        case when not is_early then cast({{ done }} as double) end as numerator,
        case when not is_early then cast(inspections as double) end as denominator, null as value, source
    from inspections
    {%- endfor %}
    union all
    select *, null as numerator, null as denominator, null as value, null as source from lacking
)

select
    reports.target_id, reports.source_form, reports.hand_in_id, reports.numerator, reports.denominator, reports.value, reports.source,
    coalesce(hand_ins.period_start, cast(hand_ins.received_at as date)) as period_start,
    -- a file that does not say its month is one of the month before it came
    coalesce(hand_ins.period_end, {{ month_end_after('cast(hand_ins.received_at as date)', -1) }}) as period_end,
    coalesce(givers.department_id, hand_ins.department, '') as handed_in_by,
    coalesce(rows_of.department_id, rows_of.own_name, reports.department_name, givers.department_id, hand_ins.department, '') as giver,
    reports.fate,
    targets.kind <> 'number' and reports.numerator is not null and reports.denominator is not null as has_halves,
    reports.value is null and not (has_halves and reports.denominator > 0) as lacks_figure,
    coalesce({{ due_date('forms.period_kind', 'hand_ins.period_end', 'forms.due_days') }} < run.as_of, true) as is_due,
    case when has_halves then reports.numerator * case targets.kind when 'percent' then 100 else 1 end else reports.value end as reached,
    case when has_halves then nullif(targets.threshold * reports.denominator, 0) else targets.threshold end as bound,
    case targets.operator when '<' then reached < bound when '>' then reached > bound else reached >= bound end as is_met
from reports
inner join {{ ref('targets') }} as targets on reports.target_id = targets.target_id
inner join {{ ref('stg_hand_ins') }} as hand_ins on reports.hand_in_id = hand_ins.hand_in_id
inner join {{ ref('stg_forms') }} as forms on reports.source_form = forms.form
cross join {{ ref('stg_run') }} as run
left join {{ ref('int_departments_matched') }} as givers on hand_ins.department = givers.department_name
left join {{ ref('int_departments_matched') }} as rows_of on reports.department_name = rows_of.department_name
