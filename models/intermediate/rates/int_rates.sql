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
    above.region_id,
    above.period_kind,
    above.period_end,
    above.first_day,
    {{ crosses_break('indicators.event_domain', 'above.first_day', 'above.period_end') }} as crosses_break,
    above.value as numerator,
    above.deaths_squared,
    -- of deaths that came several in one accident, where they are spread beyond the bound
    case
        when above.deaths_squared > above.value * {{ setting('dispersion_bound') }} then above.deaths_squared
    end as squares,
    above.fatal_accidents,
    below.value as denominator,
    below.value_date as stock_date,
    below.vintage,
    above.is_complete and (below.basis <> 'count' or below.is_complete) as is_complete,
    above.is_provisional or below.is_provisional as is_provisional,
    below.is_corrected as is_denominator_corrected,
    above.origin,
    above.missing_months,
    above.is_to_come,
    above.rows_set_aside,
    above.rows_doubted,
    above.files_waiting,
    above.files_released,
    above.corrections,
    above.accidents_at_unlisted_places,
    above.accidents_unstated + case when below.basis = 'count' then coalesce(below.accidents_unstated, 0) else 0 end
        as accidents_unstated,
    case when above.origin = 'hand_in' then below.rows_set_aside else 0 end as denominator_rows_set_aside,
    case when above.origin = 'hand_in' then below.files_waiting else 0 end as denominator_files_waiting,
    case
        when above.is_complete and (below.basis <> 'count' or below.is_complete)
            then {{ rate('above.value', 'below.value', 'indicators.per') }}
    end as rate
from indicators
inner join figures as above
    on indicators.numerator_series = above.series and indicators.numerator_basis = above.basis
inner join figures as below
    on indicators.denominator_series = below.series
    and indicators.denominator_basis = below.basis
    and above.region_id = below.region_id
    and above.period_kind = below.period_kind
    and above.period_end = below.period_end
where above.value is not null
