-- Files that do not count and may change a figure of a target: those that wait, and what was rejected of a
-- department that gave nothing else, unless the office does not ask for it again or a summary gives its inspections of
-- that month. One that could not be read may be of all that its department gives, and of any target where it gave
-- nothing yet.
with hand_ins as (
    select
        hand_ins.*,
        coalesce(departments.department_id, hand_ins.department, '') as giver,
        bool_or(hand_ins.status in ('accepted', 'superseded')) over (
            partition by hand_ins.form, coalesce(departments.department_id, hand_ins.department, '')
        ) as has_given
    from {{ ref('stg_hand_ins') }} as hand_ins
    left join {{ ref('int_departments_matched') }} as departments on hand_ins.department = departments.department_name
    where hand_ins.form in ('target_progress', 'enforcement')
),

not_owed as (
    select hand_in_id
    from {{ ref('stg_decisions') }}
    group by hand_in_id
    having max_by(verdict = 'reject' and not is_owed, decided_at)
),

files as (
    select hand_ins.* from hand_ins
    anti join not_owed on hand_ins.hand_in_id = not_owed.hand_in_id
    where hand_ins.status in ('held', 'rejected') and (hand_ins.waits or not hand_ins.has_given)
),

read_rows as (
    select rows_read.hand_in_id, names.target_id
    from {{ ref('stg_target_progress_waiting') }} as rows_read
    left join {{ ref('int_target_names') }} as names on {{ plain_brackets('rows_read.target_name') }} = names.name
),

summed_up as (
    select distinct hand_ins.period_end, coalesce(departments.department_id, enforcement.department_name) as giver
    from {{ ref('stg_enforcement') }} as enforcement
    inner join hand_ins on enforcement.hand_in_id = hand_ins.hand_in_id
    left join {{ ref('int_departments_matched') }} as departments on enforcement.department_name = departments.department_name
),

given as (
    select distinct hand_ins.giver, names.target_id
    from {{ ref('stg_target_progress') }} as progress
    inner join hand_ins on progress.hand_in_id = hand_ins.hand_in_id
    inner join {{ ref('int_target_names') }} as names on {{ plain_brackets('progress.target_name') }} = names.name
)

select distinct files.hand_in_id, read_rows.target_id
from files
inner join read_rows on files.hand_in_id = read_rows.hand_in_id
where read_rows.target_id is not null
union
select files.hand_in_id, targets.target_id
from files
inner join {{ ref('targets') }} as targets on targets.kind <> 'verdict'
left join given on files.giver = given.giver and targets.target_id = given.target_id
where
    files.form = 'target_progress' and files.hand_in_id not in (select hand_in_id from read_rows)
    and (given.target_id is not null or not files.has_given)
union
select files.hand_in_id, added_up.target_id
from files
cross join (values ('{{ targets_of_inspections() | join("'), ('") }}')) as added_up (target_id)
left join summed_up on files.period_end = summed_up.period_end and files.giver = summed_up.giver
where files.form = 'enforcement' and (files.waits or summed_up.giver is null)
