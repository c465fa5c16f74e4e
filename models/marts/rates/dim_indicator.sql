select
    indicators.indicator_id,
    indicators.code,
    indicators.name_zh,
    indicators.name_en,
    indicators.unit_zh,
    indicators.unit_en,
    indicators.numerator_series,
    series.event_domain,
    series.measure,
    indicators.denominator_series,
    indicators.denominator_basis,
    cast(indicators.per as double) as per,
    indicators.better,
    indicators.is_plan_indicator,
    cast(indicators.decimals as integer) as decimals,
    indicators.definition_zh,
    indicators.source,
    indicators.definition_en,
    indicators.source_en
from {{ ref('indicators') }} as indicators
inner join {{ ref('series') }} as series on indicators.numerator_series = series.series
