-- Whether all are in a target's figure who gave theirs within as many months before it as a stock holds; of what is added up
-- over the year so far, with each of their months since they first gave any. Who gave a row that was set aside
-- gave nothing yet, and owes it.
with reports as (
    select distinct target_id, source_form, giver, period_start, period_end, lacks_figure
    from {{ ref('int_target_reports') }}
),

firsts as (
    select target_id, source_form, giver, min(period_start) as first_day
    from reports
    group by target_id, source_form, giver
),

ends as (
    select distinct target_id, period_end
    from reports
    where not lacks_figure
),

givers as (
    select
        ends.target_id, ends.period_end, reports.source_form, reports.giver,
        bool_or(reports.period_end = ends.period_end and not reports.lacks_figure) as gave,
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
        on ends.target_id = reports.target_id
        and reports.period_end > {{ month_end_after('ends.period_end', '-cast(' ~ setting('stock_max_age_months') ~ ' as integer)') }}
        and reports.period_end <= ends.period_end
    inner join firsts
        on reports.target_id = firsts.target_id and reports.source_form = firsts.source_form and reports.giver = firsts.giver
    group by ends.target_id, ends.period_end, reports.source_form, reports.giver
),

-- where inspections are reported, they are what counts
used as (
    select *, min(source_form) over (partition by target_id, period_end) as used_form
    from givers
)

select
    target_id, period_end,
    bool_and(case source_form when 'enforcement' then coalesce(months >= months_owed, false) and not has_aside else gave end) as is_whole
from used
where source_form = used_form
group by target_id, period_end
