-- What was reported of a target after its latest figure that stands: with everybody in it, or ruled out whoever lacks.
with standing as (
    select figures.target_id, max(figures.period_end) as period_end
    from {{ ref('int_target_figures') }} as figures
    cross join {{ ref('stg_run') }} as run
    where figures.period_end <= run.as_of and (figures.is_whole or figures.is_ruled_out)
    group by figures.target_id
)

select
    rulings.target_id,
    standing.period_end,
    bool_and(rulings.is_empty) as is_empty,
    -- others owe theirs by now, or what they gave waits or was set aside
    bool_or(rulings.has_lacks or rulings.is_due) as is_owed,
    coalesce(bool_or(not rulings.is_met), false) as some_missed
from {{ ref('int_target_rulings') }} as rulings
cross join {{ ref('stg_run') }} as run
left join standing on rulings.target_id = standing.target_id
where rulings.period_end <= run.as_of and rulings.period_end > coalesce(standing.period_end, cast('0001-01-01' as date))
group by rulings.target_id, standing.period_end
