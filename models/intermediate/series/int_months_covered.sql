-- Whether the hand-ins in force of a domain answer for a month in a region: a file answers only for
-- months that ended by the day when it came in, parts of a place only together, and so do reporting places.
-- Months end with the last that anything was handed in for, or, in its year, that was due.
with hand_ins as (
    select
        hand_ins.* exclude (event_domain, part),
        coalesce(hand_ins.event_domain, hand_ins.form) as event_domain,
        hand_ins.form || '/' || hand_ins.department || '/' || coalesce(hand_ins.part, '') as part,
        forms.period_kind,
        forms.due_days
    from {{ ref('stg_hand_ins') }} as hand_ins
    inner join {{ ref('stg_forms') }} as forms on hand_ins.form = forms.form
    where
        hand_ins.status = 'accepted'
        and coalesce(hand_ins.event_domain, hand_ins.form) in (select event_domain from {{ ref('event_measures') }})
),

bounds as (
    select
        min(date_trunc('year', period_start)) as first_day,
        max(period_end) as last_day,
        {{ month_end_after("date_trunc('year', max(period_end))", 11) }} as last_day_of_year
    from hand_ins
),

every_month as (
    {{ month_ends_between('bounds.first_day', 'bounds.last_day_of_year') }}
    from bounds
),

months as (
    select
        hand_ins.event_domain, every_month.month_end,
        -- whether it was to be here by the build's day
        bool_or(
            (every_month.month_end <= hand_ins.period_end and every_month.month_end < run.as_of)
            or {{ due_date('hand_ins.period_kind', 'every_month.month_end', 'hand_ins.due_days') }} < run.as_of
        ) as is_due
    from hand_ins
    inner join every_month on every_month.month_end >= date_trunc('year', hand_ins.period_start)
    cross join bounds
    cross join {{ ref('stg_run') }} as run
    group by hand_ins.event_domain, every_month.month_end, bounds.last_day
    having every_month.month_end <= bounds.last_day or is_due
),

parts as (
    select event_domain, reporting_region_id, count(distinct part) as parts
    from hand_ins
    group by event_domain, reporting_region_id
),

answered as (
    select
        hand_ins.event_domain, hand_ins.reporting_region_id, every_month.month_end,
        count(distinct hand_ins.part) as parts
    from hand_ins
    inner join every_month
        on every_month.month_end between hand_ins.period_start and hand_ins.period_end
        and every_month.month_end <= cast(hand_ins.last_received_at as date)
    group by hand_ins.event_domain, hand_ins.reporting_region_id, every_month.month_end
)

select
    months.event_domain, needed.region_id, months.month_end, months.is_due,
    count(*) = count(case when answered.parts = parts.parts then 1 end) as is_covered
from months
cross join {{ ref('int_regions') }} as needed
left join parts
    on months.event_domain = parts.event_domain and needed.related_region_id = parts.reporting_region_id
left join answered
    on months.event_domain = answered.event_domain
    and needed.related_region_id = answered.reporting_region_id
    and months.month_end = answered.month_end
-- what was handed in for the whole of an area that has reporting places is needed beside theirs
where
    needed.related_reports
    or (parts.parts is not null and (needed.region_id = needed.related_region_id or not needed.is_within))
group by months.event_domain, needed.region_id, months.month_end, months.is_due
