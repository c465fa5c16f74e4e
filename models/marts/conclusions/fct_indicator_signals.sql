-- A signal gets the level of its rule and strength, or of the smallest probability bound that it
-- passes. It was first raised at the first of the periods without a break up to it.
with candidates as (
    select * from {{ ref('int_signals') }}
),

levels as (
    select * from {{ ref('signal_levels') }}
),

ranked as (
    select
        candidates.*,
        levels.level,
        row_number() over (
            partition by
                candidates.indicator_id,
                candidates.region_id,
                candidates.period_kind,
                candidates.period_end,
                candidates.rule,
                candidates.strength
            order by levels.max_p
        ) as preference
    from candidates
    inner join levels
        on candidates.rule = levels.rule
        and coalesce(candidates.strength, '') = coalesce(levels.strength, '')
        and (candidates.p is null or candidates.p <= levels.max_p)
),

signals as (
    select
        *,
        case period_kind
            when 'year' then extract(year from period_end)
            else extract(year from period_end) * 12 + extract(month from period_end)
        end as period_number
    from ranked
    where preference = 1
),

runs as (
    select
        *,
        period_number - dense_rank() over (
            partition by indicator_id, region_id, period_kind, rule, strength
            order by period_number
        ) as run
    from signals
)

select
    indicator_id,
    region_id,
    period_kind,
    period_end,
    rule,
    strength,
    value,
    center,
    lower,
    upper,
    p,
    level,
    min(period_end) over (
        partition by indicator_id, region_id, period_kind, rule, strength, run
    ) as first_raised,
    message_zh,
    message_en
from runs
