-- The stock of a period is the latest at or before its end, unless too old (settings); the average
-- is that of the stocks at the period's start and end. A stock carried forward is provisional.
with stocks as (
    select * from {{ ref('int_denominators_unioned') }}
    where basis = 'stock'
),

spans as (
    select
        period_kind,
        period_end,
        {{ month_end_after('min(month_end)', -1) }} as day_before
    from {{ ref('int_periods') }}
    group by period_kind, period_end
    union
    select
        period_kind,
        period_end,
        case period_kind
            when 'year' then {{ month_end_after('period_end', -12) }}
            else cast(extract(year from period_end) - 1 || '-12-31' as date)
        end as day_before
    from {{ ref('int_published_events') }}
),

moments as (
    select distinct period_end as moment from spans
    union
    select distinct day_before as moment from spans
),

at_moments as (
    select
        stocks.series,
        stocks.region_id,
        moments.moment,
        stocks.value,
        stocks.period_end as stock_date,
        stocks.is_provisional,
        row_number() over (
            partition by stocks.series, stocks.region_id, moments.moment
            order by stocks.period_end desc
        ) as preference
    from moments
    inner join stocks
        on stocks.period_end <= moments.moment
        and {{ months_between('stocks.period_end', 'moments.moment') }} <= {{ setting('stock_max_age_months') }}
),

latest as (
    select * from at_moments
    where preference = 1
),

ends as (
    select
        'end' as basis,
        spans.period_kind,
        spans.period_end,
        latest.series,
        latest.region_id,
        latest.value,
        latest.stock_date,
        latest.is_provisional or latest.stock_date < spans.period_end as is_provisional
    from spans
    inner join latest on spans.period_end = latest.moment
),

averages as (
    select
        'average' as basis,
        ends.period_kind,
        ends.period_end,
        ends.series,
        ends.region_id,
        (starts.value + ends.value) / 2 as value,
        ends.stock_date,
        ends.is_provisional or starts.stock_date < spans.day_before as is_provisional
    from ends
    inner join spans
        on ends.period_kind = spans.period_kind and ends.period_end = spans.period_end
    inner join latest as starts
        on ends.series = starts.series
        and ends.region_id = starts.region_id
        and spans.day_before = starts.moment
)

select * from ends
union all
select * from averages
