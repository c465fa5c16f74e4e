-- summed by month over the banner's rows, no death of an accident is lost or counted twice
with accidents as (
    select
        domain,
        sum(deaths + missing) as deaths
    from {{ ref('fct_accidents') }}
    group by domain
),

months as (
    select
        event_domain,
        sum(deaths_and_missing) as deaths
    from {{ ref('int_events_by_period') }}
    where
        origin = 'hand_in' and event_filter = 'all' and region_id = '150621' and period_kind = 'month'
    group by event_domain
)

select
    accidents.domain,
    accidents.deaths,
    months.deaths as deaths_by_month
from accidents
left join months on accidents.domain = months.event_domain
where accidents.deaths <> coalesce(months.deaths, 0)
