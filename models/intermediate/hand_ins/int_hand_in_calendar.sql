-- What was to be handed in, by whom and since when (`int_givers`), and when it came. What was rejected or is
-- held does not count as handed in, nor does what counts events and came before its period's last day.
with hand_ins as (
    select
        hand_ins.* exclude (part), coalesce(hand_ins.part, '') as part,
        of_events.event_domain is not null or coalesce(forms.counts_events, false) as counts_events,
        {{ came_early('hand_ins') }} as came_early
    from {{ ref('stg_hand_ins') }} as hand_ins
    left join {{ ref('stg_forms') }} as forms on hand_ins.form = forms.form
    left join (select distinct event_domain from {{ ref('event_measures') }}) as of_events
        on coalesce(hand_ins.event_domain, hand_ins.form) = of_events.event_domain
),

givers as (
    select givers.*, forms.name_zh as form_zh, forms.name_en as form_en, forms.period_kind, forms.due_days
    from {{ ref('int_givers') }} as givers
    inner join {{ ref('stg_forms') }} as forms on givers.form = forms.form
),

months as (
    {{ month_ends_between('bounds.first_day', 'bounds.as_of') }}
    from (
        select min(givers.first_period_end) as first_day, min(run.as_of) as as_of
        from givers
        cross join {{ ref('stg_run') }} as run
    ) as bounds
    where bounds.first_day is not null
),

expected as (
    select
        givers.*,
        months.month_end as period_end,
        {{ due_date('givers.period_kind', 'months.month_end', 'givers.due_days') }} as due_date
    from givers
    inner join months
        on months.month_end >= givers.first_period_end
        and extract(month from months.month_end)
        % case givers.period_kind when 'month' then 1 when 'quarter' then 3 else 12 end = 0
),

received as (
    select
        form, reporting_region_id, department, part, period_end,
        min(case when status in ('accepted', 'superseded') then received_at end) as received_at,
        bool_or(counts_events and status = 'accepted' and came_early) as is_early,
        bool_or(status = 'held') as is_held,
        bool_or(status = 'rejected') as is_rejected
    from hand_ins
    group by all
)

select
    expected.form,
    expected.form_zh,
    expected.form_en,
    expected.reporting_region_id,
    expected.department,
    coalesce(departments.name_zh, expected.department) as department_zh,
    expected.part,
    {{ period_label('expected.period_kind', 'expected.period_end') }} as period,
    expected.period_end,
    expected.due_date,
    received.received_at,
    case
        when received.is_early then 'early'
        when cast(received.received_at as date) <= expected.due_date then 'on_time'
        when received.received_at is not null then 'late'
        when received.is_held then 'held'
        when received.is_rejected then 'rejected'
        when expected.due_date < run.as_of then 'missing'
        else 'not_due'
    end as status,
    greatest({{ days_between('expected.due_date', 'coalesce(received.received_at, run.as_of)') }}, 0) as days_late
from expected
cross join {{ ref('stg_run') }} as run
left join received using (form, reporting_region_id, department, part, period_end)
left join {{ ref('int_departments_matched') }} as matched on expected.department = matched.department_name
left join {{ ref('departments') }} as departments on matched.department_id = departments.department_id
