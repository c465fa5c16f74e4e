-- Every item of every scheme with its points. A veto that holds leaves nothing to any item of its
-- scheme; one that may hold leaves nothing that is certain.
with answerable as (
    select task_id, {{ listed('department_id', 'position') }} as department_ids
    from {{ ref('bridge_task_department') }}
    group by task_id
),

scored as (
    select
        items.*,
        points.* exclude (item_id, points_lower, points_upper, reason),
        points.reason as reason_of_figure,
        coalesce(bool_or(points.vetoes) over of_scheme, false) as is_vetoed,
        coalesce(bool_or(points.may_veto or (items.rule_kind = 'veto' and not items.is_text_seen)) over of_scheme, false)
            as may_be_vetoed,
        case
            when points.points_lower = points.points_upper and points.vetoes = points.may_veto then points.points_lower
        end as points_certain,
        case when may_be_vetoed then 0 else coalesce(points.points_lower, 0) end as points_lower,
        case when is_vetoed then 0 else coalesce(points.points_upper, items.points_max) end as points_upper
    from {{ ref('int_evaluation_items') }} as items
    left join {{ ref('int_evaluation_points') }} as points on items.item_id = points.item_id
    window of_scheme as (partition by items.scheme)
),

judged as (
    select
        *,
        case
            when is_vetoed then 'veto'
            when not is_text_seen then 'no_rule_text'
            when points_certain is null or (may_be_vetoed and points_certain > 0) then 'not_scorable'
            else 'scored'
        end as status,
        case when is_vetoed then 0 when not may_be_vetoed or points_certain = 0 then points_certain end as points,
        coalesce(points_certain = points_max and not vetoes, false) as is_met,
        case operator when '<' then value - bound when '<=' then value - bound else bound - value end * case when rule_kind = 'veto' then -1 else 1 end as beyond
    from scored
)

select
    judged.item_id, judged.scheme, judged.scheme_zh, judged.scheme_en, judged.edition, judged.judge_zh, judged.judge_en,
    judged.parent_id, judged.name_zh, judged.name_en, judged.is_rest, judged.rule_kind,
    judged.points, judged.points_max, judged.points_lower, judged.points_upper, judged.points_origin, judged.status,
    judged.indicator_id, judged.value, judged.value_lower, judged.operator, judged.bound, judged.period_end, judged.due_date,
    coalesce(judged.hand_in_ids, {{ list_of([]) }}) as hand_in_ids,
    coalesce(judged.sources, {{ list_of([]) }}) as sources,
    case
        when judged.vetoes then 'veto_holds'
        when judged.status = 'veto' then 'vetoed'
        when judged.status = 'no_rule_text' then 'no_rule_text'
        when judged.points = judged.points_max then null
        when judged.rule_kind is null then 'no_yardstick'
        when judged.is_met then 'may_be_vetoed'
        when judged.bound is null and judged.operator is not null then 'threshold_missing'
        when judged.status = 'not_scorable' then coalesce(judged.reason_of_figure, 'no_figure')
        else 'not_met'
    end as reason,
    case
        when judged.is_met or (judged.target_id is not null and judged.indicator_id is not null) then null
        when judged.rule_kind = 'per_item' then judged.value
        when judged.value is not null then greatest(judged.beyond, 0) + 0
    end as gap,
    case
        when judged.is_met then {{ list_of([]) }}
        when judged.department_id is not null then {{ list_of(['judged.department_id']) }}
        else coalesce(answerable.department_ids, {{ list_of([]) }})
    end as department_ids,
    chances.chance,
    judged.source
from judged
left join answerable on judged.task_id = answerable.task_id
left join {{ ref('int_evaluation_chances') }} as chances on judged.item_id = chances.item_id
