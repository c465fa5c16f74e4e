-- The months that the hand-ins in force of each domain answer for: a file answers only for months
-- that were over when it came in, and parts of the county only together.
with hand_ins as (
    select
        event_domain,
        period_start,
        period_end,
        last_received_at,
        coalesce(part, '') as part
    from {{ ref('stg_hand_ins') }}
    where status = 'accepted' and event_domain is not null
),

bounds as (
    select
        min(date_trunc('year', period_start)) as first_day,
        max(period_end) as last_day
    from hand_ins
),

months as (
    {{ month_ends_between('bounds.first_day', 'bounds.last_day') }}
    from bounds
),

domains as (
    select
        event_domain,
        count(distinct part) as parts,
        last_day(cast(date_trunc('year', min(period_start)) as date)) as first_month_end
    from hand_ins
    group by event_domain
),

covered as (
    select
        hand_ins.event_domain,
        months.month_end,
        hand_ins.part
    from hand_ins
    inner join months
        on months.month_end between hand_ins.period_start and hand_ins.period_end
        and months.month_end < cast(hand_ins.last_received_at as date)
)

select
    domains.event_domain,
    months.month_end,
    count(distinct covered.part) = domains.parts as is_covered
from domains
inner join months on months.month_end >= domains.first_month_end
left join covered
    on domains.event_domain = covered.event_domain and months.month_end = covered.month_end
group by domains.event_domain, domains.parts, months.month_end
