-- A department is known by its id, its name or an alias, with or without the own region before it.
with written as (
    select department as department_name from {{ ref('stg_hand_ins') }}
    union
    select department_name from {{ ref('stg_enforcement') }}
    union
    select aside.key as department_name
    from {{ ref('stg_rows_set_aside') }} as aside
    inner join {{ ref('stg_hand_ins') }} as hand_ins on aside.hand_in_id = hand_ins.hand_in_id
    where hand_ins.form = 'enforcement'
    union
    select reporting_unit as department_name from {{ ref('stg_target_progress') }}
    union
    select department as department_name from {{ ref('int_givers') }}
),

names as (
    select department_id, department_id as name from {{ ref('departments') }}
    union
    select department_id, name_zh as name from {{ ref('departments') }}
    union
    select department_id, alias as name from {{ ref('department_aliases') }}
),

-- 达拉特旗, 达旗, or 旗 alone
own as (
    select
        '^(' || {{ joined_text('name', '|', 'length(name) desc, name') }} || ')' as pattern
    from (
        select name_zh as name from {{ ref('regions') }}
        where is_own
        union
        select right(name_zh, 1) as name from {{ ref('regions') }}
        where is_own
        union
        select aliases.alias as name
        from {{ ref('region_aliases') }} as aliases
        inner join {{ ref('regions') }} as regions on aliases.region_id = regions.region_id
        where regions.is_own
    ) as spellings
)

select
    written.department_name,
    min(regexp_replace(written.department_name, own.pattern, '')) as own_name,
    min(names.department_id) as department_id
from written
cross join own
left join names
    on
        regexp_replace(written.department_name, own.pattern, '')
        = regexp_replace(names.name, own.pattern, '')
where written.department_name is not null and written.department_name <> ''
group by written.department_name
