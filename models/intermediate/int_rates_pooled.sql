-- Three years pooled, ending with each year, where all three are complete and counted alike.
with years as (
    select
        rates.*,
        indicators.event_domain,
        cast(extract(year from rates.period_end) as integer) as year
    from {{ ref('int_rates') }} as rates
    inner join {{ ref('indicators') }} as indicators
        on rates.indicator_id = indicators.indicator_id
    where rates.period_kind = 'year' and rates.rate is not null
),

pooled as (
    select
        ends.indicator_id,
        ends.region_id,
        ends.event_domain,
        ends.per,
        ends.measure,
        ends.period_end,
        ends.year,
        count(*) as years,
        cast(min(date_trunc('year', years.period_end)) as date) as first_day,
        sum(years.numerator) as numerator,
        sum(years.denominator) as denominator,
        sum(years.deaths_squared) as deaths_squared,
        count(years.deaths_squared) = count(*) as has_squares
    from years as ends
    inner join years
        on ends.indicator_id = years.indicator_id
        and ends.region_id = years.region_id
        and years.year between ends.year - {{ setting('pooled_years') }} + 1 and ends.year
    group by
        ends.indicator_id,
        ends.region_id,
        ends.event_domain,
        ends.per,
        ends.measure,
        ends.period_end,
        ends.year
)

select
    pooled.indicator_id,
    pooled.region_id,
    pooled.event_domain,
    pooled.per,
    pooled.measure,
    pooled.period_end,
    pooled.first_day,
    pooled.year,
    pooled.numerator,
    pooled.denominator,
    case when pooled.has_squares then pooled.deaths_squared end as deaths_squared
from pooled
inner join {{ ref('int_definition_segments') }} as segments
    on pooled.event_domain = segments.event_domain
    and segments.starts_on <= pooled.first_day
    and segments.ends_before > pooled.period_end
where pooled.years = {{ setting('pooled_years') }}
