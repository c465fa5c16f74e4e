{{ config(severity='warn') }}
-- A series whose filter no accident has ever passed: its zeros may be a word that is spelt otherwise.
-- Yes and no cannot be.
select
    series.series as seed_row,
    series.filter_column || ' = ' || series.filter_value as found,
    (
        select string_agg(distinct {{ filter_value('accidents', 'series.filter_column') }}, ', ')
        from {{ ref('fct_accidents') }} as accidents
        where accidents.domain = series.event_domain
    ) as values_seen
from {{ ref('series') }} as series
where
    series.filter_column is not null
    and series.filter_value not in ('true', 'false')
    and not exists (
        select 1 from {{ ref('int_counts_by_month') }} as counts
        where counts.series = series.series and counts.value > 0
    )
    and exists (select 1 from {{ ref('fct_accidents') }} as accidents where accidents.domain = series.event_domain)
