-- A row of indicators.csv that names no series, or a basis that its series does not have.
with indicators as (
    select * from {{ ref('indicators') }}
),

series as (
    select * from {{ ref('series') }}
),

halves as (
    select
        indicator_id,
        'numerator_series' as seed_column,
        numerator_series as series
    from indicators
    union all
    select
        indicator_id,
        'denominator_series' as seed_column,
        denominator_series as series
    from indicators
),

problems as (
    select
        halves.indicator_id,
        halves.seed_column,
        halves.series as found,
        (select string_agg(every.series, ', ' order by every.series) from series as every) as legal
    from halves
    left join series on halves.series = series.series
    where series.series is null
    union all
    select
        indicators.indicator_id,
        'denominator_basis' as seed_column,
        indicators.denominator_basis as found,
        case series.kind when 'stock' then 'end or average, as ' else series.kind || ', as ' end
        || series.series || ' is a ' || series.kind as legal
    from indicators
    inner join series on indicators.denominator_series = series.series
    where
        coalesce(indicators.denominator_basis, '') not in ('end', 'average')
        and series.kind = 'stock'
        or series.kind <> 'stock'
        and coalesce(indicators.denominator_basis, '') <> series.kind
    union all
    select
        indicators.indicator_id,
        'per' as seed_column,
        cast(indicators.per as varchar) as found,
        'a number above zero' as legal
    from indicators
    where coalesce(indicators.per, 0) <= 0 or isinf(indicators.per)
    union all
    select
        indicators.indicator_id,
        'code' as seed_column,
        indicators.code as found,
        'two to four capital letters, which safety trace can read' as legal
    from indicators
    where not regexp_full_match(coalesce(indicators.code, ''), '[A-Z]{2,4}')
)

select
    'seeds/indicators.csv' as seed,
    indicator_id as seed_row,
    seed_column,
    found,
    legal
from problems
