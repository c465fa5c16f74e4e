-- Pairs of rates that are set against each other: a year with the one before, and twelve months
-- with the twelve before.
-- A pair that a change of definition lies between is marked, and gets no ratio.
with rates as (
    select * from {{ ref('int_rates') }}
    where rate is not null
)

select
    this.period_kind,
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
    {{ crosses_break('this.event_domain', 'before.first_day', 'this.period_end') }} as crosses_break,
    case
        when this.deaths_squared + before.deaths_squared
            > (this.numerator + before.numerator) * {{ setting('dispersion_bound') }}
            then (this.deaths_squared + before.deaths_squared) / (this.numerator + before.numerator)
        else 1
    end as dispersion
from rates as this
inner join rates as before
    on this.indicator_id = before.indicator_id
    and this.region_id = before.region_id
    and this.period_kind = before.period_kind
    and before.period_end = {{ month_end_after('this.period_end', -12) }}
where this.period_kind in ('year', 'r12m')
