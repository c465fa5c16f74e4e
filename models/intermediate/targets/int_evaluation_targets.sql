-- What a rule over a target is held to: its latest figure; for a rule that deducts for each, the number that
-- is short of all, or that there are where few are wanted; and for a rate the verdict, 1 where it improves, 0 where it worsens.
with items as (
    select * from {{ ref('int_evaluation_items') }}
    where rule_kind is not null and target_id is not null
),

figures as (
    select
        items.item_id,
        case when status.has_figure then status.period_end end as period_end,
        case
            -- what was so before others reported, or before its day, says nothing of now or of the day
            when status.status = 'undecided' then null
            -- what some gave says no more than that it is missed
            when not status.is_whole and items.rule_kind <> 'threshold' then null
            when items.rule_kind <> 'per_item' then status.reached
            when status.operator = '<' then status.numerator
            -- greatest() takes what is unknown for what is least
            when status.numerator is not null and status.denominator is not null
                then greatest(status.denominator - status.numerator, 0)
        end as reached,
        case when items.rule_kind <> 'per_item' and status.has_halves then status.denominator end as scale,
        status.sources,
        -- what is built stays built
        items.is_milestone and status.is_met as is_lasting,
        case
            when status.status = 'undecided' then case when status.reason in ('none_since_due', 'figure_old') then 'figure_old' else 'figure_not_whole' end
            when not status.has_figure then case status.reason when 'no_value' then 'no_value' else 'not_handed_in' end
            when not status.is_whole and items.rule_kind <> 'threshold' then 'figure_not_whole'
            when items.rule_kind = 'per_item' and status.numerator is null then 'not_counted'
            when status.value is null then 'no_value'
        end as reason
    from items
    inner join {{ ref('int_target_status') }} as status on items.target_id = status.target_id and status.is_latest
)

select
    item_id,
    period_end,
    coalesce(reached, cast('-infinity' as double)) as least,
    coalesce(reached, cast('infinity' as double)) as most,
    scale,
    {{ hand_ins_of('sources') }} as hand_in_ids,
    sources,
    coalesce(is_lasting, false) as is_lasting,
    reason
from figures
union all
select
    items.item_id,
    verdicts.period_end,
    case when verdicts.statistical_verdict = 'improving' and verdicts.knows_all_years then 1 else 0 end as least,
    case when verdicts.statistical_verdict = 'worsening' and verdicts.knows_all_years then 0 else 1 end as most,
    null as scale,
    null as hand_in_ids,
    null as sources,
    false as is_lasting,
    case
        when verdicts.period_end is null then 'no_rate'
        when least >= most then null
        when verdicts.verdict_reason = 'no_years_before' then 'base_years_missing'
        when verdicts.verdict_reason in ('broken', 'before_break_only') then 'definition_changed'
        when not verdicts.knows_all_years then 'years_missing'
        else 'verdict_undecided'
    end as reason
from items
inner join {{ ref('int_verdict_targets') }} as verdicts on items.target_id = verdicts.target_id
