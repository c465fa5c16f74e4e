{{ config(severity='warn') }}
-- A series whose filter no accident has ever passed: its zeros may be a word that is spelt otherwise.
-- Yes and no cannot be.
select
    filtered.series as seed_row,
    filtered.filter_column || ' = ' || filtered.filter_value as found,
    string_agg(distinct {{ filter_value('accidents', 'filtered.filter_column') }}, ', ') as values_seen
from {{ ref('series') }} as filtered
inner join {{ ref('fct_accidents') }} as accidents on filtered.event_domain = accidents.domain
where
    filtered.filter_column is not null
    and filtered.filter_value not in ('true', 'false')
    and not exists (
        select 1 from {{ ref('int_counts_by_month') }} as counts
        where counts.series = filtered.series and counts.value > 0
    )
group by filtered.series, filtered.filter_column, filtered.filter_value
