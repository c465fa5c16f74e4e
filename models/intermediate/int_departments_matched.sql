-- A department is known by its id, its name or an alias, with or without the banner before it.
with written as (
    select department as department_name from {{ ref('stg_hand_ins') }}
    union
    select department_name from {{ ref('stg_enforcement') }}
    union
    select reporting_unit as department_name from {{ ref('stg_target_progress') }}
),

names as (
    select department_id, department_id as name from {{ ref('departments') }}
    union
    select department_id, name_zh as name from {{ ref('departments') }}
    union
    select department_id, alias as name from {{ ref('department_aliases') }}
)

select
    written.department_name,
    min(names.department_id) as department_id
from written
left join names
    on regexp_replace(written.department_name, '^(达拉特旗|旗)', '') = names.name
where written.department_name is not null and written.department_name <> ''
group by written.department_name
