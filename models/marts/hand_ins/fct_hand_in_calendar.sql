-- What was to be handed in since each department's first hand-in of a form, and when it came. A
-- file that was held or rejected does not count as handed in.
with hand_ins as (
    select * from {{ ref('stg_hand_ins') }}
    where status in ('accepted', 'superseded')
),

givers as (
    select
        forms.form,
        forms.name_zh as form_zh,
        forms.period_kind,
        forms.due_days,
        hand_ins.department,
        min(hand_ins.period_end) as first_period_end
    from {{ ref('stg_forms') }} as forms
    inner join hand_ins on forms.form = hand_ins.form
    group by forms.form, forms.name_zh, forms.period_kind, forms.due_days, hand_ins.department
),

months as (
    {{ month_ends_between('bounds.first_day', 'bounds.as_of') }}
    from (
        select
            min(givers.first_period_end) as first_day,
            min(run.as_of) as as_of
        from givers
        cross join {{ ref('stg_run') }} as run
    ) as bounds
    where bounds.first_day is not null
),

expected as (
    select
        givers.*,
        months.month_end as period_end,
        cast(months.month_end + interval (givers.due_days) day as date) as due_date
    from givers
    inner join months
        on months.month_end >= givers.first_period_end
        and extract(month from months.month_end)
        % case givers.period_kind when 'month' then 1 when 'quarter' then 3 else 12 end = 0
),

received as (
    select form, department, period_end, min(received_at) as received_at
    from hand_ins
    group by form, department, period_end
)

select
    expected.form,
    expected.form_zh,
    expected.department,
    coalesce(departments.name_zh, expected.department) as department_zh,
    {{ period_label('expected.period_kind', 'expected.period_end') }} as period,
    expected.period_end,
    expected.due_date,
    received.received_at,
    case
        when cast(received.received_at as date) <= expected.due_date then 'on_time'
        when received.received_at is not null then 'late'
        when expected.due_date < run.as_of then 'missing'
        else 'not_due'
    end as status,
    greatest({{ days_between('expected.due_date', 'coalesce(received.received_at, run.as_of)') }}, 0) as days_late
from expected
cross join {{ ref('stg_run') }} as run
left join received using (form, department, period_end)
left join {{ ref('int_departments_matched') }} as matched on expected.department = matched.department_name
left join {{ ref('departments') }} as departments on matched.department_id = departments.department_id
