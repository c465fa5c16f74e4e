-- A flow is handed in as the sum since January; other spans are differences of such sums, each
-- of the latest vintage in force, so a revised year changes its fourth quarter.
with cumulative as (
    select
        series,
        region_id,
        period_end,
        value,
        vintage,
        is_provisional,
        cast(extract(year from period_end) as integer) as year,
        cast(extract(month from period_end) as integer) as months
    from {{ ref('int_denominators_unioned') }}
    where basis = 'flow'
),

to_date as (
    select
        'ytd' as period_kind,
        series,
        region_id,
        period_end,
        value,
        vintage,
        is_provisional
    from cumulative
),

years as (
    select
        'year' as period_kind,
        series,
        region_id,
        period_end,
        value,
        vintage,
        is_provisional
    from cumulative
    where months = 12
),

quarters as (
    select
        'quarter' as period_kind,
        this.series,
        this.region_id,
        this.period_end,
        case when this.months = 3 then this.value else this.value - before.value end as value,
        this.vintage,
        this.is_provisional or coalesce(before.is_provisional, false) as is_provisional
    from cumulative as this
    left join cumulative as before
        on this.series = before.series
        and this.region_id = before.region_id
        and this.year = before.year
        and this.months = before.months + 3
    where this.months in (3, 6, 9, 12)
),

rolling as (
    select
        'r12m' as period_kind,
        this.series,
        this.region_id,
        this.period_end,
        case
            when this.months = 12 then this.value
            else this.value + last_year.value - same_time.value
        end as value,
        this.vintage,
        this.is_provisional
        or coalesce(last_year.is_provisional, false)
        or coalesce(same_time.is_provisional, false) as is_provisional
    from cumulative as this
    left join cumulative as last_year
        on this.series = last_year.series
        and this.region_id = last_year.region_id
        and this.year = last_year.year + 1
        and last_year.months = 12
    left join cumulative as same_time
        on this.series = same_time.series
        and this.region_id = same_time.region_id
        and this.year = same_time.year + 1
        and this.months = same_time.months
)

select * from to_date
union all
select * from years
union all
select * from quarters
union all
select * from rolling
