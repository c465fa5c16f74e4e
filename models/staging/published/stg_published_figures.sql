-- The figures that serve as counts, denominators or rates; where one thing was published more
-- than once for a period, the first release counts (all of a series by one vintage).
with figures as (
    select * from {{ ref('published_figures') }}
),

meanings as (
    select
        published_series.published_as,
        published_series.series,
        published_series.indicator_id,
        case when published_series.indicator_id is not null then 'rate' else series.kind end as kind
    from {{ ref('published_series') }} as published_series
    left join {{ ref('series') }} as series on published_series.series = series.series
),

units as (
    select * from {{ ref('published_units') }}
),

periods as (
    select * from {{ ref('published_periods') }}
),

meant as (
    select
        figures.figure_id,
        figures.region_id,
        regions.is_own,
        meanings.series,
        meanings.indicator_id,
        meanings.kind,
        figures.year,
        figures.period,
        figures.vintage,
        figures.quality,
        figures.title,
        figures.published_on,
        figures.note,
        figures.unit,
        figures.value * units.factor as value,
        cast(figures.year || '-' || periods.month_day as date) as period_end,
        periods.period_kind
    from figures
    inner join meanings on figures.series = meanings.published_as
    inner join {{ ref('regions') }} as regions on figures.region_id = regions.region_id
    -- what has no factor or no last day is no figure of a period
    inner join units on figures.unit = units.unit and units.factor is not null
    inner join periods on figures.period = periods.period and periods.month_day is not null
    where figures.kind in ('stated', 'derived')
),

ranked as (
    select
        *,
        row_number() over (
            partition by region_id, series, indicator_id, period_kind, period_end
            order by
                case vintage
                    when 'preliminary' then 1
                    when 'final' then case when kind <> 'count' and kind <> 'rate' then 4 else 0 end
                    when 'verified' then 3
                    else 2
                end,
                case quality when 'official' then 1 when 'press' then 2 when 'paper' then 3 else 4 end,
                figure_id
        ) as preference
    from meant
)

select * from ranked
where preference = 1
