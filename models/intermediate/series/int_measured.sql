-- Every flow and stock as it was handed in or published, in base units, one a series, region and
-- moment; a flow runs from period_start. What a place hands in of itself and its own comes before what
-- an area above it says of them. What no hand-in gives for a region above several reporting
-- places is the sum of theirs, where all have one, and names no cell of its own.
with areas as (
    select region_id, count(*) as depth from {{ ref('int_regions') }} where is_within group by region_id
),

located as (
    select
        measured.* exclude (place, reporting_region_id), areas.depth,
        coalesce(places.region_id, case when measured.place is null then measured.reporting_region_id end) as region_id
    from {{ ref('stg_measured') }} as measured
    left join {{ ref('int_regions') }} as places on {{ is_place_of('places', 'measured') }}
    left join areas on measured.reporting_region_id = areas.region_id
),

-- a place may stand twice in a sheet (达拉特旗 and 合计); the first row counts
handed_in as (
    select * exclude (depth) from located
    where region_id is not null
    qualify row_number() over (
        partition by series, region_id, period_end order by depth desc, hand_in_id asc, source_sheet asc, source_row asc
    ) = 1
),

summed as (
    select
        handed_in.series, regions.region_id, handed_in.period_end,
        min(handed_in.period_start) as period_start, sum(handed_in.value) as value,
        case when count(distinct handed_in.vintage) > 1 then 'mixed' else max(handed_in.vintage) end as vintage,
        bool_or(handed_in.is_corrected) as is_corrected
    from handed_in
    inner join {{ ref('int_regions') }} as regions
        on handed_in.region_id = regions.related_region_id and regions.related_reports and not regions.is_within
    anti join handed_in as own
        on handed_in.series = own.series and regions.region_id = own.region_id and handed_in.period_end = own.period_end
    group by handed_in.series, regions.region_id, handed_in.period_end
    having count(*) = (
        select count(*) from {{ ref('int_regions') }} as every
        where every.region_id = regions.region_id and every.related_reports and not every.is_within
    )
),

-- a hand-in of the place and day stands, and the published figure goes to the reconciliation
published as (
    select
        series, region_id, period_end, value, vintage,
        case when kind = 'flow' then cast(year || '-01-01' as date) end as period_start, figure_id as source_sheet
    from {{ ref('stg_published_figures') }}
    anti join handed_in using (series, region_id, period_end)
    where kind in ('flow', 'stock') and not coalesce(is_own, false)
),

together as (
    select
        series, region_id, period_start, period_end, value, vintage, is_corrected,
        'hand_in' as origin, hand_in_id, source_sheet, source_cell
    from handed_in
    union all
    select
        series, region_id, period_start, period_end, value, vintage, is_corrected,
        'hand_in' as origin, null as hand_in_id, null as source_sheet, null as source_cell
    from summed
    union all
    select
        series, region_id, period_start, period_end, value, vintage, false as is_corrected,
        'published' as origin, null as hand_in_id, source_sheet, null as source_cell
    from published
)

select
    together.series, together.region_id, series.kind,
    together.period_start, together.period_end, together.value, together.vintage,
    -- a first estimate is not yet the last word
    coalesce(together.vintage in ('preliminary', 'mixed'), false) as is_provisional,
    coalesce(together.is_corrected, false) as is_corrected,
    together.origin, together.hand_in_id, together.source_sheet, together.source_cell
from together
inner join {{ ref('series') }} as series on together.series = series.series
