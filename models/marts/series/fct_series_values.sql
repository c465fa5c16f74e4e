-- Every value that figures are made of: counts by month, where anything happened, and flows and stocks
-- as they were handed in or published.
select
    counts.series,
    counts.region_id,
    'count' as kind,
    cast(date_trunc('month', counts.month_end) as date) as period_start,
    counts.month_end as period_end,
    cast(counts.value as double) as value,
    cast(null as varchar) as vintage,
    false as is_provisional,
    false as is_corrected,
    'hand_in' as origin,
    cast(null as varchar) as hand_in_id,
    cast(null as varchar) as source_sheet,
    cast(null as varchar) as source_cell
from {{ ref('int_counts_by_month') }} as counts
union all
select
    series, region_id, kind, period_start, period_end, value, vintage, is_provisional, is_corrected, origin,
    hand_in_id, source_sheet, source_cell
from {{ ref('int_measured') }}
