-- Pairs of rates that are set against each other: a year with the one before, twelve months with
-- the twelve before, three years with the three before, and the plan's years with the baseline.
-- A pair that a change of definition lies between is marked, and gets no ratio.
with rates as (
    select * from {{ ref('int_rates') }}
    where rate is not null
),

rules as (
    select 'year' as comparison, 'year' as this_kind, 'year' as before_kind, 12 as months_before
    union all
    select 'r12m' as comparison, 'r12m' as this_kind, 'r12m' as before_kind, 12 as months_before
    union all
    select
        'three_years' as comparison,
        'three_years' as this_kind,
        'three_years' as before_kind,
        12 * cast({{ setting('pooled_years') }} as integer) as months_before
    union all
    select 'baseline' as comparison, 'plan_years' as this_kind, 'baseline' as before_kind, null as months_before
)

select
    rules.comparison,
    this.indicator_id,
    this.region_id,
    this.event_domain,
    this.per,
    this.is_number_of_events,
    this.period_end,
    before.numerator as numerator_before,
    before.denominator as denominator_before,
    this.numerator,
    this.denominator,
    before.first_day,
    cast(extract(year from this.period_end) - extract(year from this.first_day) + 1 as bigint) as years,
    {{ crosses_break('this.event_domain', 'before.first_day', 'this.period_end') }} as crosses_break,
    case
        when this.deaths_squared + before.deaths_squared
            > (this.numerator + before.numerator) * {{ setting('dispersion_bound') }}
            then (this.deaths_squared + before.deaths_squared) / (this.numerator + before.numerator)
        else 1
    end as dispersion
from rates as this
inner join rules on this.period_kind = rules.this_kind
inner join rates as before
    on this.indicator_id = before.indicator_id
    and this.region_id = before.region_id
    and rules.before_kind = before.period_kind
    and (
        rules.months_before is null
        or before.period_end = {{ month_end_after('this.period_end', '-rules.months_before') }}
    )
