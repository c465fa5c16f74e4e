-- Each complete month's end from which the end of its year may be forecast: what is known of the year
-- by then, what its end is set against, and why it is not forecast where it is not.
with figures as (
    select
        *,
        extract(year from period_end) as year,
        count(case when period_kind = 'year' then 1 end) over (
            partition by series, region_id order by extract(year from period_end) range between unbounded preceding and 1 preceding
        ) as years_counted
    from {{ ref('int_series_by_period') }}
    where basis = 'count' and is_complete and region_id in (select region_id from {{ ref('regions') }} where is_own)
),

so_far as (
    select
        indicators.indicator_id, indicators.per, figures.*,
        cast(segments.starts_on as varchar) as segment,
        exposures.exposure, exposures.stock_date, exposures.is_projected,
        whole.value as actual_count
    from figures
    inner join {{ ref('indicators') }} as indicators
        on figures.series = indicators.numerator_series and indicators.denominator_basis <> 'count'
    inner join {{ ref('series') }} as series on figures.series = series.series
    inner join {{ ref('measures') }} as measures on series.measure = measures.measure and measures.is_number_of_events
    -- none where the definition changes within the year
    left join {{ ref('int_definition_segments') }} as segments
        on series.event_domain = segments.event_domain
        and segments.starts_on <= date_trunc('year', figures.period_end)
        and segments.ends_before > {{ month_end_after("date_trunc('year', figures.period_end)", 11) }}
    left join {{ ref('int_forecast_exposures') }} as exposures
        on indicators.denominator_series = exposures.series
        and indicators.denominator_basis = exposures.basis
        and figures.region_id = exposures.region_id
        and figures.period_end = exposures.period_end
    left join figures as whole
        on whole.period_kind = 'year'
        and figures.series = whole.series
        and figures.region_id = whole.region_id
        and figures.year = whole.year
    where figures.period_kind = 'ytd'
),

earlier as (
    select
        so_far.indicator_id, so_far.region_id, so_far.period_end,
        count(*) as years,
        count(case when years.segment = so_far.segment then 1 end) as comparable_years,
        max(case when years.segment = so_far.segment and years.year = so_far.year - 1 then years.rate end) as last_year_rate
    from so_far
    inner join {{ ref('int_years') }} as years
        on so_far.indicator_id = years.indicator_id
        and so_far.region_id = years.region_id
        and years.months = 12
        and years.year between so_far.year - {{ setting('trend_years') }} and so_far.year - 1
    group by so_far.indicator_id, so_far.region_id, so_far.period_end
)

select
    so_far.* exclude (basis, period_kind, first_day, years_counted),
    earlier.last_year_rate,
    baseline.rate as baseline_rate,
    (select min(t.threshold) from {{ ref('targets') }} as t where t.indicator_id = so_far.indicator_id and t.operator = '<') as target_rate,
    case
        when so_far.segment is null or (earlier.years >= {{ setting('forecast_min_years') }} and earlier.comparable_years < {{ setting('forecast_min_years') }})
            then 'definition_changed'
        -- years that are counted and have no rate lack their denominators
        when coalesce(earlier.comparable_years, 0) < {{ setting('forecast_min_years') }}
            then case when so_far.years_counted >= {{ setting('forecast_min_years') }} then 'denominator_unknown' else 'too_few_years' end
        when so_far.exposure is null then 'denominator_unknown'
    end as reason
from so_far
left join earlier using (indicator_id, region_id, period_end)
left join {{ ref('int_rates') }} as baseline
    on baseline.period_kind = 'baseline'
    and so_far.indicator_id = baseline.indicator_id
    and so_far.region_id = baseline.region_id
    and so_far.period_end > baseline.period_end
    -- of one definition from the baseline to this year
    and so_far.segment <= cast(baseline.first_day as varchar)
