-- Pairs of rates that are set against each other: a year with the one before, twelve months with
-- the twelve before, three years with the three before, and the plan's years with the baseline.
-- A pair that a change of definition lies between is marked, and gets no ratio.
with rates as (
    select
        rates.*,
        indicators.event_domain,
        {{ month_end_after('rates.period_end', -12) }} as year_before
    from {{ ref('int_rates') }} as rates
    inner join {{ ref('indicators') }} as indicators
        on rates.indicator_id = indicators.indicator_id
    where rates.period_kind in ('year', 'r12m') and rates.rate is not null
),

pooled as (
    select * from {{ ref('int_rates_pooled') }}
),

baseline as (
    select
        indicator_id,
        region_id,
        numerator,
        denominator,
        deaths_squared,
        first_day
    from pooled
    where year = {{ setting('baseline_last_year') }}
),

plan_years as (
    select
        ends.indicator_id,
        ends.region_id,
        ends.event_domain,
        ends.per,
        ends.measure,
        ends.period_end,
        count(*) as years,
        sum(years.numerator) as numerator,
        sum(years.denominator) as denominator,
        sum(years.deaths_squared) as deaths_squared
    from rates as ends
    inner join rates as years
        on ends.indicator_id = years.indicator_id
        and ends.region_id = years.region_id
        and years.period_kind = 'year'
        and years.period_end <= ends.period_end
        and extract(year from years.period_end)
        > extract(year from ends.period_end) - {{ setting('pooled_years') }}
        and extract(year from years.period_end) > {{ setting('baseline_last_year') }}
    where ends.period_kind = 'year'
    group by
        ends.indicator_id,
        ends.region_id,
        ends.event_domain,
        ends.per,
        ends.measure,
        ends.period_end
),

paired as (
    select
        case this.period_kind when 'year' then 'year' else 'r12m' end as comparison,
        this.indicator_id,
        this.region_id,
        this.event_domain,
        this.per,
        this.measure,
        this.period_end,
        before.numerator as numerator_before,
        before.denominator as denominator_before,
        before.deaths_squared as squares_before,
        this.numerator,
        this.denominator,
        this.deaths_squared as squares,
        cast({{ month_end_after('before.period_end', -12) }} + interval 1 day as date) as first_day,
        1 as years
    from rates as this
    inner join rates as before
        on this.indicator_id = before.indicator_id
        and this.region_id = before.region_id
        and this.period_kind = before.period_kind
        and this.year_before = before.period_end
    union all
    select
        'three_years' as comparison,
        this.indicator_id,
        this.region_id,
        this.event_domain,
        this.per,
        this.measure,
        this.period_end,
        before.numerator as numerator_before,
        before.denominator as denominator_before,
        before.deaths_squared as squares_before,
        this.numerator,
        this.denominator,
        this.deaths_squared as squares,
        before.first_day,
        cast({{ setting('pooled_years') }} as bigint) as years
    from pooled as this
    inner join pooled as before
        on this.indicator_id = before.indicator_id
        and this.region_id = before.region_id
        and this.year = before.year + {{ setting('pooled_years') }}
    union all
    select
        'baseline' as comparison,
        this.indicator_id,
        this.region_id,
        this.event_domain,
        this.per,
        this.measure,
        this.period_end,
        baseline.numerator as numerator_before,
        baseline.denominator as denominator_before,
        baseline.deaths_squared as squares_before,
        this.numerator,
        this.denominator,
        this.deaths_squared as squares,
        baseline.first_day,
        this.years
    from plan_years as this
    inner join baseline
        on this.indicator_id = baseline.indicator_id and this.region_id = baseline.region_id
)

select
    paired.*,
    (
        select count(*)
        from {{ ref('definition_breaks') }} as breaks
        where
            breaks.event_domain = paired.event_domain
            and not breaks.allows_comparison
            and breaks.effective_from > paired.first_day
            and breaks.effective_from <= paired.period_end
    ) > 0 as crosses_break,
    case
        when
            paired.measure in ('deaths', 'deaths_and_missing')
            and paired.squares + paired.squares_before
            > (paired.numerator + paired.numerator_before) * {{ setting('dispersion_bound') }}
            then (paired.squares + paired.squares_before) / (paired.numerator + paired.numerator_before)
        else 1
    end as dispersion
from paired
