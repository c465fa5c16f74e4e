-- What a rule over hazards is held to: how many stand open, or are overdue. Registers that lack, wait or
-- begin late may hold more; rows that were set aside, grades that are unknown or two, and days that are unknown
-- may be some of them.
with items as (
    select * from {{ ref('int_evaluation_items') }}
    where rule_kind is not null and hazards is not null
),

candidates as (
    select
        items.item_id,
        hazards.source, hazards.reporting_region_id, hazards.department, hazards.number,
        hazards.grade = coalesce(items.hazard_grade, hazards.grade)
        and (items.hazard_grade is null or not hazards.is_of_two_grades)
        and (items.found_to is null or hazards.found_on is not null)
        and not hazards.may_be_closed and not hazards.may_be_open
        and (items.hazards = 'open' or hazards.is_overdue) as is_certain
    from items
    inner join {{ ref('int_hazards') }} as hazards
        on case items.hazards when 'open' then not hazards.is_closed or hazards.may_be_open else hazards.is_overdue or hazards.may_be_overdue end
        and coalesce(hazards.found_on <= items.found_to, true)
        and (
            hazards.is_of_two_grades or hazards.grade not in ('major', 'general')
            or hazards.grade = coalesce(items.hazard_grade, hazards.grade)
        )
),

-- a number that two departments have may be one hazard, told in two ways
by_department as (
    select item_id, reporting_region_id, number, count(case when is_certain then 1 end) as found
    from candidates
    group by item_id, reporting_region_id, number, department
),

by_number as (
    select item_id, max(found) as found
    from by_department
    group by item_id, reporting_region_id, number
),

counted as (
    select item_id, cast(sum(found) as bigint) as found
    from by_number
    group by item_id
),

listed as (
    select item_id, count(*) as may_be, {{ listed('source', 'source') }} as sources
    from candidates
    group by item_id
),

ends as (
    select
        items.item_id,
        register.period_end,
        coalesce(counted.found, 0) as least,
        coalesce(listed.may_be, 0) + register.set_aside as may_be,
        listed.sources,
        case
            when register.period_end is null then 'not_handed_in'
            when register.begins_late or register.begins > items.found_to then 'register_begins_late'
            when register.hand_ins_lacking > 0 then 'months_missing'
            when register.givers_waiting > 0 then 'register_waits'
        end as lack
    from items
    cross join {{ ref('int_hazard_registers') }} as register
    left join counted on items.item_id = counted.item_id
    left join listed on items.item_id = listed.item_id
)

select
    item_id,
    case when coalesce(lack, '') <> 'not_handed_in' then period_end end as period_end,
    cast(least as double) as least,
    case when lack is null then cast(may_be as double) else cast('infinity' as double) end as most,
    {{ hand_ins_of('sources') }} as hand_in_ids,
    sources,
    case when lack is not null then lack when least < may_be then 'figure_in_doubt' end as reason
from ends
