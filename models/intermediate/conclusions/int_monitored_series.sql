-- Numbers of events that should fall, one row each: indicators that count the same events are one
-- series, seen against the denominator of the plan's indicator where there is one.
select
    indicators.numerator_series as series,
    indicators.indicator_id,
    indicators.denominator_series,
    indicators.denominator_basis,
    series.event_domain
from {{ ref('indicators') }} as indicators
inner join {{ ref('series') }} as series on indicators.numerator_series = series.series
inner join {{ ref('measures') }} as measures on series.measure = measures.measure
inner join {{ ref('event_domains') }} as domains on series.event_domain = domains.event_domain
where measures.is_number_of_events and indicators.better = 'lower'
qualify row_number() over (
    partition by indicators.numerator_series
    order by indicators.is_plan_indicator desc, indicators.indicator_id asc
) = 1
