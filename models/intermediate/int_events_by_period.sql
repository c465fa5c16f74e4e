-- Counts of each region and period; zero where every month was handed in and nothing happened.
with months as (
    select * from {{ ref('int_events_by_month') }}
),

regions as (
    select region_id from {{ ref('regions') }}
    where region_id = '150621' or parent_id = '150621'
),

filters as (
    select distinct event_domain, event_filter from {{ ref('indicators') }}
    union
    select event_domain, 'all' as event_filter from {{ ref('event_domains') }}
    union
    select event_domain, event_filter from months
),

summed as (
    select
        periods.period_kind,
        periods.period_end,
        months.event_domain,
        months.event_filter,
        months.region_id,
        sum(months.accidents) as accidents,
        sum(months.fatal_accidents) as fatal_accidents,
        sum(months.deaths) as deaths,
        sum(months.missing) as missing,
        sum(months.injuries) as injuries,
        sum(months.direct_loss_yuan) as direct_loss_yuan,
        sum(months.deaths_squared) as deaths_squared,
        sum(months.accidents_at_unlisted_places) as accidents_at_unlisted_places
    from months
    inner join {{ ref('int_periods') }} as periods on months.month_end = periods.month_end
    group by
        periods.period_kind,
        periods.period_end,
        months.event_domain,
        months.event_filter,
        months.region_id
),

observed as (
    select
        coverage.event_domain,
        filters.event_filter,
        regions.region_id,
        coverage.period_kind,
        coverage.period_end,
        cast(coalesce(summed.accidents, 0) as double) as accidents,
        cast(coalesce(summed.fatal_accidents, 0) as double) as fatal_accidents,
        cast(coalesce(summed.deaths, 0) as double) as deaths,
        cast(coalesce(summed.missing, 0) as double) as missing,
        cast(coalesce(summed.deaths, 0) + coalesce(summed.missing, 0) as double) as deaths_and_missing,
        cast(coalesce(summed.injuries, 0) as double) as injuries,
        cast(coalesce(summed.direct_loss_yuan, 0) as double) as direct_loss_yuan,
        cast(coalesce(summed.deaths_squared, 0) as double) as deaths_squared,
        cast(coalesce(summed.accidents_at_unlisted_places, 0) as double)
            as accidents_at_unlisted_places,
        coverage.is_complete,
        coverage.missing_months,
        coverage.rows_quarantined,
        coverage.rows_doubted,
        coverage.files_waiting,
        coverage.corrections,
        'hand_in' as origin
    from {{ ref('int_period_coverage') }} as coverage
    inner join filters on coverage.event_domain = filters.event_domain
    cross join regions
    left join summed
        on coverage.event_domain = summed.event_domain
        and filters.event_filter = summed.event_filter
        and regions.region_id = summed.region_id
        and coverage.period_kind = summed.period_kind
        and coverage.period_end = summed.period_end
),

published as (
    select * from {{ ref('int_published_events') }}
)

select * from observed
union all
select * from published
