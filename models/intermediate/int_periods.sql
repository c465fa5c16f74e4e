-- Each period of each kind with the months that make it up; a twelve-month window that reaches
-- back before the first month there is does not exist.
with months as (
    select distinct month_end from {{ ref('int_months_covered') }}
),

-- one row a kind and month: the last day of the period that the month falls in
calendar as (
    select
        'month' as period_kind,
        month_end as period_end,
        month_end,
        1 as months_expected
    from months
    union all
    select
        'quarter' as period_kind,
        {{ month_end_after("cast(date_trunc('quarter', month_end) as date)", 2) }} as period_end,
        month_end,
        3 as months_expected
    from months
    union all
    select
        'year' as period_kind,
        {{ month_end_after("cast(date_trunc('year', month_end) as date)", 11) }} as period_end,
        month_end,
        12 as months_expected
    from months
),

to_date as (
    select
        'ytd' as period_kind,
        ends.month_end as period_end,
        months.month_end,
        cast(extract(month from ends.month_end) as integer) as months_expected
    from months as ends
    inner join months
        on months.month_end <= ends.month_end
        and extract(year from months.month_end) = extract(year from ends.month_end)
),

rolling as (
    select
        'r12m' as period_kind,
        ends.month_end as period_end,
        months.month_end,
        12 as months_expected
    from months as ends
    inner join months
        on months.month_end <= ends.month_end
        and months.month_end > {{ month_end_after('ends.month_end', -12) }}
)

select * from calendar
union all
select * from to_date
union all
select * from rolling
