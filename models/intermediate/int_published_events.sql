-- Published counts of the nation and the region in the shape of our own; a count that was not
-- published is null, never zero. The banner's own counts come from its departments alone.
with figures as (
    select * from {{ ref('stg_published_figures') }}
    where role = 'count' and region_id <> '150621'
)

select
    event_domain,
    case event_domain when 'production' then 'counted_production' else 'all' end as event_filter,
    region_id,
    period_kind,
    period_end,
    max(case when measure = 'accidents' then value end) as accidents,
    cast(null as double) as fatal_accidents,
    max(case when measure = 'deaths' then value end) as deaths,
    max(case when measure = 'missing' then value end) as missing,
    max(case when measure = 'deaths_and_missing' then value end) as deaths_and_missing,
    max(case when measure = 'injuries' then value end) as injuries,
    max(case when measure = 'direct_loss_yuan' then value end) as direct_loss_yuan,
    cast(null as double) as deaths_squared,
    cast(null as double) as accidents_at_unlisted_places,
    true as is_complete,
    cast(null as varchar) as missing_months,
    cast(null as bigint) as rows_quarantined,
    cast(null as bigint) as rows_doubted,
    cast(null as bigint) as files_waiting,
    cast(null as bigint) as corrections,
    'published' as origin
from figures
group by event_domain, region_id, period_kind, period_end
