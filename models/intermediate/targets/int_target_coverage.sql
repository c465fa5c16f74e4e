-- Whether all are in a target's figure who gave theirs up to its period: what waits, was set aside or is owed may
-- change it. Of what is added up over the year so far each month counts since a department first gave any. Who gave
-- none for as many months as a stock holds counts no longer, unless whoever handed in for it owes a hand-in since.
-- A county whose hand-ins are not here may have given to any.
with reports as (
    select distinct target_id, source_form, giver, handed_in_by, period_start, period_end, lacks_figure
    from {{ ref('int_target_reports') }}
),

owed as (
    select distinct calendar.form, calendar.period_end, coalesce(departments.department_id, calendar.department) as department
    from {{ ref('int_hand_in_calendar') }} as calendar
    left join {{ ref('int_departments_matched') }} as departments on calendar.department = departments.department_name
    where {{ lacks('calendar') }}
),

missing as (
    select count(*) as counties from {{ ref('stg_hand_ins') }}
    where form is null and waits
),

firsts as (
    select target_id, source_form, giver, min(period_start) as first_day
    from reports
    group by target_id, source_form, giver
),

-- where inspections are reported, they are what counts
ends as (
    select target_id, period_end, min(source_form) as source_form
    from reports
    group by target_id, period_end
),

givers as (
    select
        ends.target_id, ends.period_end, ends.source_form, reports.giver,
        max(reports.period_end) as last_given,
        max_by(reports.handed_in_by, reports.period_end) as handed_in_by,
        bool_or(reports.period_end = ends.period_end) and not bool_or(reports.period_end = ends.period_end and reports.lacks_figure) as gave,
        bool_or(reports.lacks_figure and extract(year from reports.period_end) = extract(year from ends.period_end)) as has_aside,
        sum(case
            when extract(year from reports.period_end) = extract(year from ends.period_end) and not reports.lacks_figure
                then {{ months_between('reports.period_start', 'reports.period_end') }} + 1
        end) as months,
        extract(month from ends.period_end)
        - case when extract(year from min(firsts.first_day)) = extract(year from ends.period_end)
            then extract(month from min(firsts.first_day)) - 1 else 0
        end as months_owed
    from ends
    inner join reports
        on ends.target_id = reports.target_id and ends.source_form = reports.source_form and reports.period_end <= ends.period_end
    inner join firsts
        on reports.target_id = firsts.target_id and reports.source_form = firsts.source_form and reports.giver = firsts.giver
    group by ends.target_id, ends.period_end, ends.source_form, reports.giver
)

select
    givers.target_id, givers.period_end, givers.source_form,
    bool_and(
        case givers.source_form
            when 'enforcement' then coalesce(givers.months >= givers.months_owed, false) and not givers.has_aside else givers.gave
        end
        or (
            givers.last_given <= {{ month_end_after('givers.period_end', '-cast(' ~ setting('stock_max_age_months') ~ ' as integer)') }}
            and owed.form is null
        )
    )
    and min(missing.counties) = 0 as is_whole
from givers
cross join missing
left join owed
    on givers.source_form = owed.form and givers.handed_in_by = owed.department
    and owed.period_end > givers.last_given and owed.period_end <= givers.period_end
group by givers.target_id, givers.period_end, givers.source_form
