-- The rules in force on the build's day, each with what it is held to: its own bound, or that of the
-- target that it names. Of an item with parts only the points remain that no part accounts for.
with rules as (
    select rules.*
    from {{ ref('evaluation_rules') }} as rules
    cross join {{ ref('stg_run') }} as run
    where run.as_of between coalesce(rules.valid_from, run.as_of) and coalesce(rules.valid_to, run.as_of)
),

parts as (
    select parent_id, coalesce(sum(max_points), 0) as points
    from rules
    where parent_id is not null
    group by parent_id
)

select
    rules.item_id, rules.scheme,
    tops.name_zh as scheme_zh, tops.name_en as scheme_en, tops.edition, tops.judge_zh, tops.judge_en,
    rules.parent_id, rules.name_zh, rules.name_en, rules.rule_kind,
    parts.parent_id is not null as is_rest,
    case rules.rule_kind when 'veto' then 0 else rules.max_points - coalesce(parts.points, 0) end as points_max,
    rules.points_per_step, rules.points_origin, rules.is_text_seen,
    rules.target_id, coalesce(rules.indicator_id, targets.indicator_id) as indicator_id, rules.series, rules.hazards, rules.hazard_grade, rules.found_to,
    rules.window_years,
    case
        when rules.operator is not null then rules.operator
        when rules.rule_kind in ('fell_each_year', 'fell_by', 'document') then '>='
        when targets.kind = 'verdict' then '>='
        when rules.rule_kind = 'within_limit' then '<='
        when rules.rule_kind = 'threshold' then targets.operator
    end as operator,
    case
        when rules.bound is not null then rules.bound
        when rules.rule_kind = 'fell_each_year' then rules.window_years - 1
        when rules.rule_kind = 'document' or targets.kind = 'verdict' then 1
        when rules.rule_kind = 'threshold' then targets.threshold
    end as bound,
    coalesce(rules.due_date, targets.due_date) as due_date,
    targets.task_id,
    coalesce(targets.kind = 'milestone', false) as is_milestone,
    coalesce(rules.department_id, case when targets.task_id is null then tops.department_id end) as department_id,
    rules.source
from rules
inner join rules as tops on rules.scheme = tops.item_id
left join parts on rules.item_id = parts.parent_id
left join {{ ref('targets') }} as targets on rules.target_id = targets.target_id
where
    (parts.parent_id is null and rules.parent_id is not null)
    or rules.max_points > parts.points
