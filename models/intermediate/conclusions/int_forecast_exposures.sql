-- The denominator that a year's end is forecast over, as it is at hand at the end of each month: of a
-- stock the latest one; of a flow, until the year is over, last year's with the growth of last year.
with figures as (
    select
        *,
        extract(year from period_end) as year
    from {{ ref('int_series_by_period') }}
    where
        basis in ('flow', 'end', 'average')
        and is_complete
        and value > 0
        and region_id in (select region_id from {{ ref('regions') }} where is_own)
),

flows as (
    select * from figures
    where basis = 'flow' and period_kind = 'year'
),

months as (
    select distinct
        period_end,
        extract(year from period_end) as year
    from {{ ref('int_period_terms') }}
    where basis = 'count' and period_kind = 'month'
)

select
    basis, series, region_id, period_end,
    value as exposure,
    value_date as stock_date,
    false as is_projected
from figures
where basis in ('end', 'average') and period_kind = 'ytd'
union all
select
    'flow' as basis, last.series, last.region_id, months.period_end,
    coalesce(over.value, last.value * coalesce(last.value / before.value, 1)) as exposure,
    null as stock_date,
    over.value is null as is_projected
from months
inner join flows as last on months.year = last.year + 1
left join flows as before
    on last.series = before.series and last.region_id = before.region_id and last.year = before.year + 1
left join flows as over
    on last.series = over.series and last.region_id = over.region_id and months.period_end = over.period_end
