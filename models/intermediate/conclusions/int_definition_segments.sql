-- Stretches of time in which a domain is counted by one definition. Breaks that allow comparison
-- do not end a stretch; without any break a stretch has no end.
with breaks as (
    select
        event_domain,
        effective_from
    from {{ ref('definition_breaks') }}
    where not allows_comparison
),

starts as (
    select
        event_domain,
        cast('1900-01-01' as date) as starts_on
    from (select distinct coalesce(event_domain, series) as event_domain from {{ ref('series') }}) as every_domain
    union all
    select
        event_domain,
        effective_from as starts_on
    from breaks
)

select
    event_domain,
    starts_on,
    coalesce(
        lead(starts_on) over (partition by event_domain order by starts_on),
        cast('2999-12-31' as date)
    ) as ends_before
from starts
