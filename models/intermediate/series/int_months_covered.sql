-- Whether the hand-ins in force of a domain answer for a month in a region: a file answers only for
-- months that were over when it came in, parts of a place only together, and so do reporting places.
with hand_ins as (
    select
        coalesce(event_domain, form) as event_domain,
        reporting_region_id,
        period_start,
        period_end,
        last_received_at,
        form || '/' || department || '/' || coalesce(part, '') as part
    from {{ ref('stg_hand_ins') }}
    where
        status = 'accepted'
        and coalesce(event_domain, form) in (select event_domain from {{ ref('event_measures') }})
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
        last_day(cast(date_trunc('year', min(period_start)) as date)) as first_month_end
    from hand_ins
    group by event_domain
),

parts as (
    select
        event_domain,
        reporting_region_id,
        count(distinct part) as parts
    from hand_ins
    group by event_domain, reporting_region_id
),

answered as (
    select
        hand_ins.event_domain,
        hand_ins.reporting_region_id,
        months.month_end,
        count(distinct hand_ins.part) as parts
    from hand_ins
    inner join months
        on months.month_end between hand_ins.period_start and hand_ins.period_end
        and months.month_end < cast(hand_ins.last_received_at as date)
    group by hand_ins.event_domain, hand_ins.reporting_region_id, months.month_end
)

select
    domains.event_domain,
    needed.region_id,
    months.month_end,
    count(*) = count(case when answered.parts = parts.parts then 1 end) as is_covered
from domains
inner join months on months.month_end >= domains.first_month_end
cross join {{ ref('int_regions') }} as needed
left join parts
    on domains.event_domain = parts.event_domain
    and needed.related_region_id = parts.reporting_region_id
left join answered
    on domains.event_domain = answered.event_domain
    and needed.related_region_id = answered.reporting_region_id
    and months.month_end = answered.month_end
-- what was handed in for the whole of a region that has reporting places is needed beside theirs
where needed.related_reports or (needed.region_id = needed.related_region_id and needed.is_within and parts.parts is not null)
group by domains.event_domain, needed.region_id, months.month_end
