-- The earlier years that the end of a year is forecast from, of one definition with it: their counts,
-- and the months of each.
with ends as (
    select distinct indicator_id, region_id, series, year, segment
    from {{ ref('int_forecast_periods') }}
    where reason is null
),

counts as (
    select
        series,
        region_id,
        extract(year from period_end) as year,
        max(case when period_kind = 'year' then deaths_squared end) as deaths_squared,
        {{ listed("case when period_kind = 'month' then value end", 'period_end') }} as months
    from {{ ref('int_series_by_period') }}
    where basis = 'count' and is_complete and period_kind in ('month', 'year')
    group by series, region_id, extract(year from period_end)
)

select
    ends.indicator_id,
    ends.region_id,
    ends.year,
    ends.year - years.year as age,
    years.numerator,
    years.denominator,
    counts.deaths_squared,
    -- a year published as one figure has none
    case when len(counts.months) = 12 then counts.months end as months
from ends
inner join {{ ref('int_years') }} as years
    on ends.indicator_id = years.indicator_id
    and ends.region_id = years.region_id
    and ends.segment = years.segment
    and years.months = 12
    and years.year between ends.year - {{ setting('trend_years') }} and ends.year - 1
left join counts
    on ends.series = counts.series
    and ends.region_id = counts.region_id
    and years.year = counts.year
