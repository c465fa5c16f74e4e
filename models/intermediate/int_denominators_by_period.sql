with flows as (
    select
        'flow' as basis,
        period_kind,
        period_end,
        series,
        region_id,
        value,
        period_end as stock_date,
        is_provisional,
        vintage
    from {{ ref('int_flows_by_period') }}
),

stocks as (
    select
        basis,
        period_kind,
        period_end,
        series,
        region_id,
        value,
        stock_date,
        is_provisional,
        cast(null as varchar) as vintage
    from {{ ref('int_stocks_by_period') }}
)

select * from flows
union all
select * from stocks
