-- Whether every month of a period was handed in, and what a reader must know of those that were.
with coverage as (
    select * from {{ ref('int_months_covered') }}
),

refused as (
    select
        event_domain,
        period_start,
        period_end,
        rows_quarantined
    from {{ ref('stg_hand_ins') }}
    where status = 'accepted' and rows_quarantined > 0 and event_domain is not null
),

corrected as (
    select * from {{ ref('int_corrections') }}
    where status = 'applied' and event_domain is not null
),

counted as (
    select
        coverage.event_domain,
        periods.period_kind,
        periods.period_end,
        min(periods.months_expected) as months_expected,
        min(periods.month_end) as first_month_end,
        count(*) as months_known,
        count(case when coverage.is_covered then 1 end) as months_covered,
        {{ joined_text(
            "case when not coverage.is_covered then left(cast(periods.month_end as varchar), 7) end",
            'periods.month_end'
        ) }} as missing_months
    from {{ ref('int_periods') }} as periods
    inner join coverage on periods.month_end = coverage.month_end
    group by coverage.event_domain, periods.period_kind, periods.period_end
),

with_refused as (
    select
        counted.*,
        (
            select sum(refused.rows_quarantined)
            from refused
            where
                refused.event_domain = counted.event_domain
                and refused.period_start <= counted.period_end
                and refused.period_end >= counted.first_month_end
        ) as rows_quarantined,
        (
            select count(*)
            from corrected
            where
                corrected.event_domain = counted.event_domain
                and corrected.period_start <= counted.period_end
                and corrected.period_end >= counted.first_month_end
        ) as corrections
    from counted
)

select
    event_domain,
    period_kind,
    period_end,
    months_expected,
    months_covered,
    months_covered = months_expected as is_complete,
    missing_months,
    rows_quarantined,
    corrections
from with_refused
where period_kind <> 'r12m' or months_known = 12
