-- Every series of counts by region and period: the sum of its months, 0 where every month was handed
-- in and nothing happened; and what was published for the regions around.
with terms as (
    select * from {{ ref('int_period_terms') }}
),

coverage as (
    select
        months.event_domain,
        months.region_id,
        terms.period_kind,
        terms.period_end,
        terms.first_day,
        count(*) as months_known,
        count(case when months.is_covered then 1 end) as months_covered,
        list(left(cast(months.month_end as varchar), 7) order by months.month_end)
            filter (where not months.is_covered) as missing_months
    from terms
    inner join {{ ref('int_months_covered') }} as months on terms.moment = months.month_end
    where terms.basis = 'count'
    group by months.event_domain, months.region_id, terms.period_kind, terms.period_end, terms.first_day
),

spans as (
    select
        basis,
        period_kind,
        period_end,
        count(*) as wanted
    from terms
    group by basis, period_kind, period_end
),

summed as (
    select
        months.series,
        months.region_id,
        terms.period_kind,
        terms.period_end,
        sum(months.value) as value,
        sum(months.deaths_squared) as deaths_squared,
        sum(months.fatal_accidents) as fatal_accidents,
        sum(months.accidents_at_unlisted_places) as accidents_at_unlisted_places
    from terms
    inner join {{ ref('int_counts_by_month') }} as months on terms.moment = months.month_end
    where terms.basis = 'count'
    group by months.series, months.region_id, terms.period_kind, terms.period_end
),

counted as (
    select
        series.series,
        coverage.region_id,
        coverage.period_kind,
        coverage.period_end,
        coverage.first_day,
        cast(coalesce(summed.value, 0) as double) as value,
        cast(case when measures.counts_dead then coalesce(summed.deaths_squared, 0) end as double) as deaths_squared,
        cast(coalesce(summed.fatal_accidents, 0) as double) as fatal_accidents,
        cast(coalesce(summed.accidents_at_unlisted_places, 0) as bigint) as accidents_at_unlisted_places,
        coverage.months_covered = spans.wanted as is_complete,
        coverage.missing_months,
        'hand_in' as origin
    from coverage
    inner join spans
        on coverage.period_kind = spans.period_kind
        and coverage.period_end = spans.period_end
        and spans.basis = 'count'
        -- a period of twelve months and more that reaches back before the first month does not exist
        and (coverage.months_known = spans.wanted or coverage.period_kind in ('month', 'quarter', 'ytd', 'year'))
    inner join {{ ref('series') }} as series on coverage.event_domain = series.event_domain
    inner join {{ ref('event_measures') }} as reported
        on series.event_domain = reported.event_domain and series.measure = reported.measure
    inner join {{ ref('measures') }} as measures on series.measure = measures.measure
    left join summed
        on series.series = summed.series
        and coverage.region_id = summed.region_id
        and coverage.period_kind = summed.period_kind
        and coverage.period_end = summed.period_end
),

published as (
    select
        figures.series,
        figures.region_id,
        terms.period_kind,
        terms.period_end,
        min(terms.first_day) as first_day,
        sum(figures.value) as value,
        true as is_complete,
        'published' as origin
    from terms
    inner join {{ ref('stg_published_figures') }} as figures
        on terms.moment = figures.period_end and terms.basis = figures.period_kind || '_count'
    inner join spans
        on terms.basis = spans.basis
        and terms.period_kind = spans.period_kind
        and terms.period_end = spans.period_end
    where figures.kind = 'count' and not coalesce(figures.is_own, false)
    group by figures.series, figures.region_id, terms.period_kind, terms.period_end, spans.wanted
    having count(*) = spans.wanted
)

select * from counted
union all by name
select * from published
