-- Whether every month of a period was handed in, and what a reader must know of those that were.
with coverage as (
    select * from {{ ref('int_months_covered') }}
),

bookings as (
    select * from {{ ref('stg_bookings') }}
    where event_domain is not null
),

waiting as (
    select * from {{ ref('stg_hand_ins') }}
    where waits and event_domain is not null
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

spans as (
    select
        *,
        cast(date_trunc('month', first_month_end) as date) as first_day
    from counted
),

booked as (
    select
        spans.event_domain,
        spans.period_kind,
        spans.period_end,
        count(distinct case when bookings.fate = 'set_aside' then {{ row_of('bookings') }} end)
            as rows_quarantined,
        count(distinct case when bookings.fate = 'doubted' then {{ row_of('bookings') }} end)
            as rows_doubted
    from spans
    inner join bookings
        on spans.event_domain = bookings.event_domain
        and bookings.first_day <= spans.period_end
        and bookings.last_day >= spans.first_day
    group by spans.event_domain, spans.period_kind, spans.period_end
),

waited_for as (
    select
        spans.event_domain,
        spans.period_kind,
        spans.period_end,
        count(*) as files_waiting
    from spans
    inner join waiting
        on spans.event_domain = waiting.event_domain
        and waiting.period_start <= spans.period_end
        and waiting.period_end >= spans.first_day
    group by spans.event_domain, spans.period_kind, spans.period_end
),

mended as (
    select
        spans.event_domain,
        spans.period_kind,
        spans.period_end,
        count(*) as corrections
    from spans
    inner join corrected
        on spans.event_domain = corrected.event_domain
        and corrected.period_start <= spans.period_end
        and corrected.period_end >= spans.first_day
    group by spans.event_domain, spans.period_kind, spans.period_end
)

select
    spans.event_domain,
    spans.period_kind,
    spans.period_end,
    spans.months_expected,
    spans.months_covered,
    -- a row that was set aside may be one more death
    spans.months_covered = spans.months_expected and coalesce(booked.rows_quarantined, 0) = 0
        as is_complete,
    spans.missing_months,
    booked.rows_quarantined,
    booked.rows_doubted,
    waited_for.files_waiting,
    coalesce(mended.corrections, 0) as corrections
from spans
left join booked
    on spans.event_domain = booked.event_domain
    and spans.period_kind = booked.period_kind
    and spans.period_end = booked.period_end
left join waited_for
    on spans.event_domain = waited_for.event_domain
    and spans.period_kind = waited_for.period_kind
    and spans.period_end = waited_for.period_end
left join mended
    on spans.event_domain = mended.event_domain
    and spans.period_kind = mended.period_kind
    and spans.period_end = mended.period_end
where spans.period_kind <> 'r12m' or spans.months_known = 12
