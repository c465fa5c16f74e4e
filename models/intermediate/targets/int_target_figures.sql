-- Every figure for a target of the plan: handed in as progress, or added up from inspections of
-- the year so far. Figures of several departments for one target and period are added up; where
-- they gave percents alone, the worst one counts.
with targets as (
    select * from {{ ref('targets') }}
),

names as (
    select target_id, {{ plain_brackets('name_zh') }} as name from targets
    union
    select target_id, {{ plain_brackets('alias') }} as name from {{ ref('target_aliases') }}
),

progress as (
    select
        names.target_id,
        hand_ins.period_end,
        'target_progress' as source_form,
        progress.numerator,
        progress.denominator,
        progress.value,
        progress.hand_in_id
    from {{ ref('stg_target_progress') }} as progress
    inner join {{ ref('stg_hand_ins') }} as hand_ins on progress.hand_in_id = hand_ins.hand_in_id
    inner join names on {{ plain_brackets('progress.target_name') }} = names.name
),

inspections as (
    select
        hand_ins.period_end,
        sum(enforcement.inspections) as inspections,
        sum(enforcement.digital_inspections) as digital_inspections,
        sum(enforcement.penalties) as penalties
    from {{ ref('stg_enforcement') }} as enforcement
    inner join {{ ref('stg_hand_ins') }} as hand_ins on enforcement.hand_in_id = hand_ins.hand_in_id
    group by hand_ins.period_end
),

inspections_to_date as (
    select
        ends.period_end,
        sum(months.inspections) as inspections,
        sum(months.digital_inspections) as digital_inspections,
        sum(months.penalties) as penalties
    from inspections as ends
    inner join inspections as months
        on months.period_end <= ends.period_end
        and extract(year from months.period_end) = extract(year from ends.period_end)
    group by ends.period_end
),

enforced as (
    select
        'digital_enforcement' as target_id,
        period_end,
        'enforcement' as source_form,
        cast(digital_inspections as double) as numerator,
        cast(inspections as double) as denominator,
        cast(null as double) as value,
        cast(null as varchar) as hand_in_id
    from inspections_to_date
    union all
    select
        'penalty_rate' as target_id,
        period_end,
        'enforcement' as source_form,
        cast(penalties as double) as numerator,
        cast(inspections as double) as denominator,
        cast(null as double) as value,
        cast(null as varchar) as hand_in_id
    from inspections_to_date
),

together as (
    select * from enforced
    union all
    select progress.* from progress
    left join enforced
        on progress.target_id = enforced.target_id and progress.period_end = enforced.period_end
    where enforced.target_id is null
),

added as (
    select
        together.target_id,
        together.period_end,
        min(together.source_form) as source_form,
        count(*) as figures,
        count(together.numerator) = count(*) and count(together.denominator) = count(*)
        and sum(together.denominator) > 0 as has_halves,
        sum(together.numerator) as numerator,
        sum(together.denominator) as denominator,
        min(together.value) as lowest,
        max(together.value) as highest
    from together
    group by together.target_id, together.period_end
)

select
    added.target_id,
    added.period_end,
    added.source_form,
    added.figures,
    case when added.has_halves then added.numerator end as numerator,
    case when added.has_halves then added.denominator end as denominator,
    case
        when added.has_halves and targets.kind = 'percent' then added.numerator * 100 / added.denominator
        when added.has_halves then added.numerator / added.denominator
        when targets.operator = '<' then added.highest
        else added.lowest
    end as value
from added
inner join targets on added.target_id = targets.target_id
