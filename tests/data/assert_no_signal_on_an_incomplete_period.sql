select signals.*
from {{ ref('fct_indicator_signals') }} as signals
left join {{ ref('fct_indicator_rates') }} as rates
    on signals.indicator_id = rates.indicator_id
    and signals.region_id = rates.region_id
    and signals.period_kind = rates.period_kind
    and signals.period_end = rates.period_end
where signals.period_kind <> 'event' and rates.is_complete is distinct from true
