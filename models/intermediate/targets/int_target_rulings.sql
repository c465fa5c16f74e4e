-- What the reports of one form and month say of a target by themselves. A row that misses its bound rules the target
-- out, whatever others give, where the bound is the whole or the worst percent counts, unless its giver's figure waits.
with reports as (
    select
        *,
        bool_or(lacks_figure) over (partition by target_id, source_form, giver, period_end) as is_unsettled
    from {{ ref('int_target_reports') }}
)

select
    reports.target_id, reports.period_end, reports.source_form,
    bool_and(reports.is_met) as is_met,
    bool_or(reports.lacks_figure) as has_lacks,
    bool_or(reports.is_due) as is_due,
    bool_and(reports.lacks_figure and reports.fate = 'counted') as is_empty,
    coalesce(bool_or(not reports.is_met and not reports.is_unsettled), false)
    and (
        bool_or(not reports.has_halves and not reports.is_unsettled)
        or bool_and(targets.kind = 'milestone' or (targets.operator <> '<' and targets.threshold >= 100))
    ) as is_ruled_out
from reports
inner join {{ ref('targets') }} as targets on reports.target_id = targets.target_id
group by reports.target_id, reports.period_end, reports.source_form
