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
        {{ list_of([row_of('progress')]) }} as sources
    from {{ ref('stg_target_progress') }} as progress
    inner join {{ ref('stg_hand_ins') }} as hand_ins using (hand_in_id)
    inner join names on {{ plain_brackets('progress.target_name') }} = names.name
),

inspections as (
    select
        hand_ins.period_end,
        {%- for done in ['inspections', 'digital_inspections', 'penalties'] %}
        cast(sum(sum(enforcement.{{ done }})) over so_far as double) as {{ done }},
        {%- endfor %}
        flatten(list(list({{ row_of('enforcement') }})) over so_far) as sources
    from {{ ref('stg_enforcement') }} as enforcement
    inner join {{ ref('stg_hand_ins') }} as hand_ins using (hand_in_id)
    group by hand_ins.period_end
    window so_far as (partition by extract(year from hand_ins.period_end) order by hand_ins.period_end)
),

enforced as (
    {%- for target, done in [('digital_enforcement', 'digital_inspections'), ('penalty_rate', 'penalties')] %}
    select
        '{{ target }}' as target_id, period_end, 'enforcement' as source_form,
        {{ done }} as numerator, inspections as denominator, sources
    from inspections
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

together as (
    select target_id, period_end, source_form, numerator, denominator, null as value, sources from enforced
    union all
    select target_id, period_end, source_form, numerator, denominator, value, sources from progress
    anti join enforced using (target_id, period_end)
),

added as (
    select
        target_id, period_end, min(source_form) as source_form, count(*) as figures, flatten(list(sources)) as sources,
        count(numerator) = count(*) and count(denominator) = count(*) and sum(denominator) > 0 as has_halves,
        case when has_halves then sum(numerator) end as numerator,
        case when has_halves then sum(denominator) end as denominator,
        min(value) as lowest,
        max(value) as highest
    from together
    group by target_id, period_end
)

select
    added.target_id, added.period_end, added.source_form, added.figures, added.numerator, added.denominator, added.sources,
    case
        when added.has_halves then added.numerator * case targets.kind when 'percent' then 100 else 1 end / added.denominator
        when targets.operator = '<' then added.highest
        else added.lowest
    end as value
from added
inner join targets using (target_id)
