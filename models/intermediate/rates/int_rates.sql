-- Every indicator, one series over another, for every region and period that both exist for.
with indicators as (
    select
        indicators.*,
        coalesce(series.event_domain, series.series) as event_domain,
        coalesce(measures.is_number_of_events, false) as is_number_of_events,
        coalesce(measures.counts_dead, false) as counts_dead,
        case series.kind when 'stock' then 'end' else series.kind end as numerator_basis
    from {{ ref('indicators') }} as indicators
    inner join {{ ref('series') }} as series on indicators.numerator_series = series.series
    left join {{ ref('measures') }} as measures on series.measure = measures.measure
),

figures as (
    select * from {{ ref('int_series_by_period') }}
)

select
    indicators.indicator_id,
    indicators.event_domain,
    indicators.per,
    indicators.is_number_of_events,
    indicators.counts_dead,
    numerators.region_id,
    numerators.period_kind,
    numerators.period_end,
    numerators.first_day,
    {{ crosses_break('indicators.event_domain', 'numerators.first_day', 'numerators.period_end') }} as crosses_break,
    numerators.value as numerator,
    numerators.deaths_squared,
    -- of deaths that came several in one accident, where they are spread beyond the bound
    case
        when numerators.deaths_squared > numerators.value * {{ setting('dispersion_bound') }} then numerators.deaths_squared
    end as squares,
    numerators.fatal_accidents,
    denominators.value as denominator,
    denominators.value_date as stock_date,
    denominators.vintage,
    numerators.is_complete and (denominators.basis <> 'count' or denominators.is_complete) as is_complete,
    numerators.is_provisional or denominators.is_provisional as is_provisional,
    denominators.is_corrected as is_denominator_corrected,
    numerators.origin,
    numerators.missing_months,
    numerators.is_to_come,
    numerators.rows_set_aside,
    numerators.rows_doubted,
    numerators.files_waiting,
    numerators.files_released,
    numerators.corrections,
    numerators.accidents_at_unlisted_places,
    numerators.accidents_unstated + case when denominators.basis = 'count' then coalesce(denominators.accidents_unstated, 0) else 0 end
        as accidents_unstated,
    case when numerators.origin = 'hand_in' then denominators.rows_set_aside else 0 end as denominator_rows_set_aside,
    case when numerators.origin = 'hand_in' then denominators.files_waiting else 0 end as denominator_files_waiting,
    case
        when numerators.is_complete and (denominators.basis <> 'count' or denominators.is_complete)
            then {{ rate('numerators.value', 'denominators.value', 'indicators.per') }}
    end as rate
from indicators
inner join figures as numerators
    on indicators.numerator_series = numerators.series and indicators.numerator_basis = numerators.basis
inner join figures as denominators
    on indicators.denominator_series = denominators.series
    and indicators.denominator_basis = denominators.basis
    and numerators.region_id = denominators.region_id
    and numerators.period_kind = denominators.period_kind
    and numerators.period_end = denominators.period_end
where numerators.value is not null
