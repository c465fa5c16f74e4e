-- Points of every item at the least and at the most that its figure may be: where both give the same,
-- what is unknown does not matter. Of a figure that is too old nothing is known, but on the day asked for.
with found as (
    {{ union_by_name(['int_evaluation_targets', 'int_evaluation_indicators', 'int_evaluation_counts', 'int_evaluation_hazards']) }}
),

dated as (
    select
        found.*,
        found.period_end < {{ month_end_after('run.as_of', '-cast(' ~ setting('stock_max_age_months') ~ ' as integer)') }}
        and not coalesce(found.is_lasting or items.rule_kind = 'document' or found.period_end >= items.due_date, false) as is_old
    from found
    inner join {{ ref('int_evaluation_items') }} as items on found.item_id = items.item_id
    cross join {{ ref('stg_run') }} as run
),

figures as (
    select
        * exclude (least, most, reason, is_old, is_lasting),
        case when is_old then cast('-infinity' as double) else least end as least,
        case when is_old then cast('infinity' as double) else most end as most,
        case when is_old then 'figure_old' else reason end as reason
    from dated
),

ends as (
    select
        items.item_id, items.rule_kind, items.operator, items.points_max, items.points_per_step,
        case
            when ends.is_most then coalesce(figures.most, cast('infinity' as double))
            else coalesce(figures.least, cast('-infinity' as double))
        end as reached,
        coalesce(figures.scale, 1) as scale,
        items.bound * coalesce(figures.scale, 1) as held_to
    from {{ ref('int_evaluation_items') }} as items
    left join figures on items.item_id = figures.item_id
    cross join (values (false), (true)) as ends (is_most)
    where items.rule_kind is not null and items.is_text_seen
),

held as (
    select
        *,
        case operator
            when '<' then reached < held_to when '<=' then reached <= held_to when '>' then reached > held_to
            else reached >= held_to
        end as holds
    from ends
),

scored as (
    select
        *,
        case
            when rule_kind = 'veto' then 0
            when rule_kind = 'per_item' then points_max - points_per_step * reached
            when holds then points_max
            -- what is beyond a limit is deducted in proportion to it
            when rule_kind = 'within_limit' and held_to > 0 then points_max * (2 - reached / held_to)
            when not holds then 0
        end as points
    from held
),

together as (
    select
        item_id,
        case when min(reached) = max(reached) then max(reached / scale) end as value,
        case when min(reached) > cast('-infinity' as double) then min(reached / scale) end as value_lower,
        min(round(greatest(least(coalesce(points, 0), points_max), 0), 4)) as points_lower,
        max(round(greatest(least(coalesce(points, points_max), points_max), 0), 4)) as points_upper,
        coalesce(bool_and(holds), false) and any_value(rule_kind) = 'veto' as vetoes,
        coalesce(bool_or(holds), true) and any_value(rule_kind) = 'veto' as may_veto
    from scored
    group by item_id
)

select together.*, figures.period_end, figures.hand_in_ids, figures.sources, figures.reason
from together
left join figures on together.item_id = figures.item_id
