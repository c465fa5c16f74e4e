-- Every figure for a target of the plan: handed in as progress, or added up from inspections of the year so
-- far. Figures of several departments for one target and period are added up; where they gave percents
-- alone, the worst one counts.
with targets as (
    select * from {{ ref('targets') }}
),

reports as (
    select * from {{ ref('int_target_reports') }}
    where not lacks_figure
),

enforced as (
    select
        target_id, period_end, source_form,
        sum(sum(numerator)) over so_far as numerator,
        sum(sum(denominator)) over so_far as denominator,
        flatten(list(list(source)) over so_far) as sources
    from reports
    where source_form = 'enforcement'
    group by target_id, period_end, source_form
    window so_far as (partition by target_id, extract(year from period_end) order by period_end)
),

together as (
    select target_id, period_end, source_form, numerator, denominator, true as has_halves, null as value, sources from enforced
    union all
    select
        reports.target_id, reports.period_end, reports.source_form, reports.numerator, reports.denominator, reports.has_halves,
        coalesce(reports.value, reports.numerator * case targets.kind when 'percent' then 100 else 1 end / nullif(reports.denominator, 0))
            as value,
        {{ list_of(['reports.source']) }} as sources
    from reports
    inner join targets on reports.target_id = targets.target_id
    anti join enforced on reports.target_id = enforced.target_id and reports.period_end = enforced.period_end
),

added as (
    select
        target_id, period_end, min(source_form) as source_form, count(*) as figures, flatten(list(sources)) as sources,
        bool_and(has_halves) and sum(denominator) > 0 as has_all_halves,
        case when has_all_halves then sum(numerator) end as numerator,
        case when has_all_halves then sum(denominator) end as denominator,
        min(value) as lowest,
        max(value) as highest
    from together
    group by target_id, period_end
),

-- what the other form said last of the same year
others as (
    select added.target_id, added.period_end, max_by(rulings.is_met, rulings.period_end) as is_met_by_others
    from added
    inner join {{ ref('int_target_rulings') }} as rulings
        on added.target_id = rulings.target_id and added.source_form <> rulings.source_form and added.period_end >= rulings.period_end
        and extract(year from added.period_end) = extract(year from rulings.period_end)
    group by added.target_id, added.period_end
)

select
    added.target_id, added.period_end, added.source_form, added.figures, added.numerator, added.denominator, added.sources,
    case
        when added.has_all_halves then added.numerator * case targets.kind when 'percent' then 100 else 1 end / added.denominator
        when targets.operator = '<' then added.highest
        else added.lowest
    end as value,
    coverage.is_whole,
    coalesce(rulings.is_ruled_out, false) as is_ruled_out,
    others.is_met_by_others
from added
inner join targets on added.target_id = targets.target_id
inner join {{ ref('int_target_coverage') }} as coverage on added.target_id = coverage.target_id and added.period_end = coverage.period_end
-- what does not count beside inspections rules nothing out
left join {{ ref('int_target_rulings') }} as rulings
    on added.target_id = rulings.target_id and added.period_end = rulings.period_end
    and added.source_form = rulings.source_form and coverage.source_form = rulings.source_form
left join others on added.target_id = others.target_id and added.period_end = others.period_end
