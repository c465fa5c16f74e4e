-- Who is to hand in which form from when on: each department and reporting place from its first hand-in
-- that counted or waits, a part of it where parts are handed in. Of a form that never came it is the department
-- that its layout names, if a rate of the plan needs what nobody else gives: from the plan's base years
-- on, but not from before anybody handed in what the rates need. A county whose hand-ins are not here is asked for
-- what other counties hand in. Others are asked for nothing.
with counted as (
    select * from {{ ref('stg_hand_ins') }}
    where status in ('accepted', 'superseded')
),

plan as (
    select cast(cast({{ setting('baseline_first_year') }} as integer) || '-01-01' as date) as first_day
),

of_plan as (
    select numerator_series as series from {{ ref('indicators') }}
    where is_plan_indicator
    union
    select denominator_series as series from {{ ref('indicators') }}
    where is_plan_indicator
),

-- what each form gives that a rate of the plan needs
given as (
    select forms.form, of_plan.series
    from {{ ref('stg_forms') }} as forms
    inner join {{ ref('series') }} as series on forms.event_domain = series.event_domain
    inner join of_plan on series.series = of_plan.series
    union
    select feeds.form, of_plan.series
    from {{ ref('stg_feeds') }} as feeds
    inner join of_plan on feeds.series = of_plan.series
),

first_of_plan as (
    select min(period_start) as day from counted
    where form in (select form from given)
),

asked as (
    select
        hand_ins.form, hand_ins.reporting_region_id, hand_ins.department,
        coalesce(hand_ins.part, '') as part, hand_ins.period_end as first_period_end
    from {{ ref('stg_hand_ins') }} as hand_ins
    cross join plan
    where
        hand_ins.status in ('accepted', 'superseded')
        -- a file that waits may name a wrong year, and a county without its files has no form
        or (hand_ins.waits and hand_ins.form is not null and hand_ins.period_end >= plan.first_day)
    union all
    select
        forms.form, regions.region_id as reporting_region_id, forms.department, '' as part,
        greatest(first_of_plan.day, plan.first_day) as first_period_end
    from {{ ref('stg_forms') }} as forms
    inner join {{ ref('departments') }} as departments on forms.department = departments.department_id
    inner join {{ ref('regions') }} as regions on regions.is_own
    cross join first_of_plan
    cross join plan
    where
        first_of_plan.day is not null
        and forms.form in (
            select needed.form from given as needed
            where needed.series not in (
                select others.series from given as others
                inner join counted on others.form = counted.form
            )
        )
    union all
    select counted.form, missing.reporting_region_id, counted.department, '' as part, counted.period_end as first_period_end
    from {{ ref('stg_hand_ins') }} as missing
    inner join counted on missing.reporting_region_id <> counted.reporting_region_id
    where
        missing.form is null and missing.waits and counted.department not like 'unknown%'
        and missing.reporting_region_id in (select related_region_id from {{ ref('int_regions') }} where related_reports)
        and counted.reporting_region_id in (select related_region_id from {{ ref('int_regions') }} where related_reports)
)

select form, reporting_region_id, department, part, min(first_period_end) as first_period_end
from asked
group by form, reporting_region_id, department, part
