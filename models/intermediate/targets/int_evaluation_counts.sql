-- What a rule over a count is held to: a series in the last year that is over, or a document on file. What
-- is not known leaves the most open that it may be.
with items as (
    select * from {{ ref('int_evaluation_items') }}
    where rule_kind is not null
),

years as (
    select
        figures.series, figures.period_end, figures.basis, figures.value, figures.is_complete,
        (
            select {{ listed('hand_ins.hand_in_id', 'hand_ins.hand_in_id') }} from {{ ref('stg_hand_ins') }} as hand_ins
            where hand_ins.event_domain = series.event_domain and hand_ins.status = 'accepted'
                and hand_ins.period_start <= figures.period_end and hand_ins.period_end >= figures.first_day
        ) as hand_in_ids,
        row_number() over (partition by figures.series order by figures.period_end desc) as preference
    from {{ ref('int_series_by_period') }} as figures
    inner join {{ ref('series') }} as series
        on figures.series = series.series
        and figures.basis = case series.kind when 'stock' then 'end' else series.kind end
    inner join {{ ref('regions') }} as regions on figures.region_id = regions.region_id and regions.is_own
    inner join {{ ref('stg_run') }} as run on figures.period_end <= run.as_of
    where figures.period_kind = 'year'
)

select
    items.item_id,
    years.period_end,
    case when years.is_complete or years.basis = 'count' then coalesce(years.value, 0) else cast('-infinity' as double) end as least,
    case when years.is_complete then years.value else cast('infinity' as double) end as most,
    years.hand_in_ids,
    null as sources,
    case when not coalesce(years.is_complete, false) then 'months_missing' end as reason
from items
left join years on items.series = years.series and years.preference = 1
where items.series is not null
union all
select
    items.item_id, documents.dated_on as period_end,
    case when documents.item_id is null then 0 else 1 end as least,
    1 as most,
    null as hand_in_ids,
    case when documents.item_id is not null then {{ list_of(["documents.title || '/' || documents.sha256"]) }} end as sources,
    case when documents.item_id is null then 'no_document' end as reason
from items
cross join {{ ref('stg_run') }} as run
left join {{ ref('evaluation_documents') }} as documents
    on items.item_id = documents.item_id and documents.dated_on <= run.as_of
where items.rule_kind = 'document'
