-- Hand-ins that came into force or went out of it since what is published now, those that lost or
-- won rows (a number that another file repeats), and those that a correction newly touches or no
-- longer touches.
with before as (
    select * from {{ source('before', 'hand_ins') }}
),

now as (
    select
        hand_in_id,
        path,
        form,
        event_domain,
        period_start,
        period_end,
        rows_accepted,
        status = 'accepted' as is_in_force
    from {{ ref('stg_hand_ins') }}
),

corrections_before as (
    select * from {{ source('before', 'corrections') }}
),

corrections_now as (
    select
        form,
        key,
        column_name,
        corrected,
        hand_in_id
    from {{ ref('int_corrections') }}
),

all_corrections as (
    select * from corrections_before
    union all
    select * from corrections_now
),

corrections_changed as (
    select
        form,
        key,
        column_name,
        corrected,
        hand_in_id
    from all_corrections
    group by form, key, column_name, corrected, hand_in_id
    having count(*) = 1
),

hand_ins_changed as (
    select
        coalesce(now.hand_in_id, before.hand_in_id) as hand_in_id,
        now.path,
        coalesce(now.form, before.form) as form,
        coalesce(now.event_domain, before.event_domain) as event_domain,
        coalesce(now.period_start, before.period_start) as period_start,
        coalesce(now.period_end, before.period_end) as period_end,
        cast(null as varchar) as correction_key
    from now
    full outer join before on now.hand_in_id = before.hand_in_id
    where
        coalesce(now.is_in_force, false) <> coalesce(before.is_in_force, false)
        or now.rows_accepted <> before.rows_accepted
)

select * from hand_ins_changed
union all
select
    now.hand_in_id,
    now.path,
    now.form,
    now.event_domain,
    now.period_start,
    now.period_end,
    corrections_changed.form || ' ' || corrections_changed.key as correction_key
from corrections_changed
inner join now on corrections_changed.hand_in_id = now.hand_in_id
