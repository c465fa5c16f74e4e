-- summed by month over the rows of the own region, no death of an accident is lost or counted twice
with accidents as (
    select
        domain,
        sum(deaths) as deaths
    from {{ ref('fct_accidents') }}
    group by domain
),

months as (
    select
        series.event_domain,
        sum(counts.value) as deaths
    from {{ ref('int_series_by_period') }} as counts
    inner join {{ ref('series') }} as series on counts.series = series.series
    inner join {{ ref('regions') }} as regions on counts.region_id = regions.region_id and regions.is_own
    where
        counts.period_kind = 'month'
        and series.measure = 'deaths'
        and series.filter_column is null
    group by series.event_domain
)

select
    accidents.domain,
    accidents.deaths,
    months.deaths as deaths_by_month
from accidents
left join months on accidents.domain = months.event_domain
where accidents.deaths <> coalesce(months.deaths, 0)
