-- Townships and the banner over the last years before each end year, pooled: at most five, at
-- least three, complete and counted by one definition.
with years as (
    select * from {{ ref('int_years') }}
    where months = 12 and origin = 'hand_in' and is_number_of_events and segment is not null
),

pooled as (
    select
        ends.indicator_id,
        ends.region_id,
        ends.year,
        ends.per,
        min(years.year) as first_year,
        count(*) as years,
        sum(years.numerator) as numerator,
        sum(years.denominator) as denominator
    from years as ends
    inner join years
        on ends.indicator_id = years.indicator_id
        and ends.region_id = years.region_id
        and ends.segment = years.segment
        and years.year between ends.year - {{ setting('comparison_max_years') }} + 1 and ends.year
    group by
        ends.indicator_id,
        ends.region_id,
        ends.year,
        ends.per
)

select * from pooled
where years >= {{ setting('comparison_min_years') }}
