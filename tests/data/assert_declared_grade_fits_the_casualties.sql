-- 国务院令第493号: a grade below what the deaths or serious injuries alone demand
{{ config(severity='warn') }}
with demanded as (
    select
        accidents.accident_key,
        accidents.grade,
        max(grades.min_deaths) as min_deaths
    from {{ ref('fct_accidents') }} as accidents
    inner join {{ ref('accident_grades') }} as grades
        on accidents.deaths >= grades.min_deaths
        or accidents.serious_injuries >= grades.min_serious_injuries
    where accidents.domain = 'production'
    group by accidents.accident_key, accidents.grade
)

select
    demanded.accident_key,
    demanded.grade
from demanded
inner join {{ ref('accident_grades') }} as declared on demanded.grade = declared.grade
where declared.min_deaths < demanded.min_deaths
