with points as (
    select
        risk_points.*,
        hand_ins.period_end,
        row_number() over (
            partition by risk_points.reporting_region_id, risk_points.risk_point_no, hand_ins.period_end
            order by hand_ins.received_at desc, risk_points.source_row asc
        ) as preference
    from {{ ref('stg_risk_points') }} as risk_points
    inner join {{ ref('stg_hand_ins') }} as hand_ins on risk_points.hand_in_id = hand_ins.hand_in_id
),

placed as (
    select
        points.*,
        coalesce(places.region_id, points.reporting_region_id) as region_id,
        points.has_name
        and points.has_grade
        and points.has_hazard_kind
        and points.has_grid
        and points.has_supervision_level
        and points.has_industry_department
        and points.has_supervising_department
        and points.has_sharing_path as has_all_eight
    from points
    left join {{ ref('int_regions') }} as places
        on {{ is_place_of('places', 'points') }}
    where points.preference = 1
)

select
    region_id,
    period_end,
    count(*) as risk_points,
    count(case when has_all_eight then 1 end) as risk_points_with_all_eight,
    case when not {{ are_few('count(*)', 'true') }} then {{ rate('count(case when has_all_eight then 1 end)', 'count(*)', 100) }} end
        as all_eight_share_pct
from placed
group by region_id, period_end
