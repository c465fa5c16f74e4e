-- A department that hands in a month twice under two files has both; the row's department counts. What came before
-- its month was over is no month's sum.
with reports as (
    select
        enforcement.*,
        hand_ins.period_end,
        departments.department_id
    from {{ ref('stg_enforcement') }} as enforcement
    inner join {{ ref('stg_hand_ins') }} as hand_ins on enforcement.hand_in_id = hand_ins.hand_in_id
    left join {{ ref('int_departments_matched') }} as departments
        on enforcement.department_name = departments.department_name
    where not {{ came_early('hand_ins') }}
)

select
    department_name,
    min(department_id) as department_id,
    period_end,
    cast(sum(inspections) as bigint) as inspections,
    cast(sum(digital_inspections) as bigint) as digital_inspections,
    cast(sum(penalties) as bigint) as penalties,
    cast(sum(fines_yuan) as decimal(18, 2)) as fines_yuan,
    {%- set few = are_few('sum(inspections)', 'true') %}
    case when not {{ few }} then {{ rate('sum(digital_inspections)', 'sum(inspections)', 100) }} end as digital_share_pct,
    case when not {{ few }} then {{ rate('sum(penalties)', 'sum(inspections)', 100) }} end as penalty_share_pct
from reports
group by department_name, period_end
