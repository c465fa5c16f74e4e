-- What every period is made of: moments and their weights, by the basis on which a series is taken.
-- A count is its months. A flow is handed in as the sum since January: this sum, minus the one before
-- the period, plus every December between. A stock is the one at the end; the mean of both ends is its
-- average; of several years, one a year. Published counts are years, or sums to date.
with months as (
    select distinct month_end from {{ ref('int_months_covered') }}
),

periods as (
    select 'month' as period_kind, month_end as period_end, 1 as months from months
    union
    select 'quarter' as period_kind, {{ month_end_after("date_trunc('quarter', month_end)", 2) }} as period_end, 3 as months from months
    union
    select 'ytd' as period_kind, month_end as period_end, extract(month from month_end) as months from months
    union
    select 'r12m' as period_kind, month_end as period_end, 12 as months from months
    union
    select 'year' as period_kind, {{ month_end_after("date_trunc('year', month_end)", 11) }} as period_end, 12 as months from months
    union
    select period_kind, period_end, extract(month from period_end) as months from {{ ref('stg_published_figures') }}
),

every_kind as (
    select * from periods
    union all
    select 'three_years' as period_kind, period_end, 12 * {{ setting('pooled_years') }} as months
    from periods where period_kind = 'year'
    union all
    select 'baseline' as period_kind, period_end, 12 * ({{ setting('baseline_last_year') }} - {{ setting('baseline_first_year') }} + 1) as months
    from periods where period_kind = 'year' and extract(year from period_end) = {{ setting('baseline_last_year') }}
),

-- each month of a period, the last one first
steps as (
    select
        *,
        {{ month_end_after('period_end', '-cast(months as integer)') }} as day_before,
        {{ month_end_after('period_end', '-numbers.n') }} as moment
    from every_kind
    inner join ({{ numbers_below(1200) }}) as numbers on numbers.n < every_kind.months
),

terms as (
    select 'count' as basis, *, 1.0 as weight from steps
    union all
    select 'end' as basis, *, 1.0 as weight from steps where n % 12 = 0
    union all
    select 'average' as basis, *, 0.5 as weight from steps where n % 12 = 0
    union all
    select
        'average' as basis,
        * exclude (moment),
        {{ month_end_after('moment', '-cast(least(months, 12) as integer)') }} as moment,
        0.5 as weight
    from steps where n % 12 = 0
    union all
    select 'flow' as basis, *, 1.0 as weight from steps where n = 0 or extract(month from moment) = 12
    union all
    select 'flow' as basis, * exclude (moment), day_before as moment, -1.0 as weight from steps where n = 0 and extract(month from day_before) <> 12
    union all
    select 'year_count' as basis, *, 1.0 as weight from steps where n % 12 = 0 and period_kind in ('year', 'three_years', 'baseline')
    union all
    select 'ytd_count' as basis, *, 1.0 as weight from steps where n = 0 and period_kind = 'ytd'
)

select
    basis, period_kind, period_end, cast(day_before + interval 1 day as date) as first_day,
    moment, sum(weight) as weight
from terms
-- a flow exists only for spans that begin and end with a quarter
where basis <> 'flow' or (extract(month from period_end) % 3 = 0 and extract(month from day_before) % 3 = 0)
group by basis, period_kind, period_end, day_before, moment
