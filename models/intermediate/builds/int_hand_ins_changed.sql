-- Hand-ins that came into force or went out of it since what is published now, those that lost or
-- won rows (a number that another file repeats), and those that a correction newly touches or no
-- longer touches, with the series that they feed.
with before as (
    select * from {{ ref('stg_before_hand_ins') }}
),

now as (
    select
        hand_in_id,
        path,
        form,
        period_start,
        period_end,
        rows_accepted,
        status = 'accepted' as is_in_force
    from {{ ref('stg_hand_ins') }}
),

every_correction as (
    select form, key, column_name, corrected, hand_in_id from {{ ref('stg_before_corrections') }}
    union all
    select form, key, column_name, corrected, hand_in_id from {{ ref('stg_corrections') }}
),

corrections_changed as (
    select
        hand_in_id,
        form || ' ' || key as correction_key
    from every_correction
    group by form, key, column_name, corrected, hand_in_id
    having count(*) = 1
),

changed as (
    select
        coalesce(now.hand_in_id, before.hand_in_id) as hand_in_id,
        now.path,
        coalesce(now.form, before.form) as form,
        coalesce(now.period_start, before.period_start) as period_start,
        coalesce(now.period_end, before.period_end) as period_end,
        cast(null as varchar) as correction_key
    from now
    full outer join before on now.hand_in_id = before.hand_in_id
    where
        coalesce(now.is_in_force, false) <> coalesce(before.is_in_force, false)
        or now.rows_accepted <> before.rows_accepted
    union all
    select
        now.hand_in_id,
        now.path,
        now.form,
        now.period_start,
        now.period_end,
        corrections_changed.correction_key
    from corrections_changed
    inner join now on corrections_changed.hand_in_id = now.hand_in_id
)

select
    changed.*,
    feeds.series
from changed
inner join {{ ref('stg_feeds') }} as feeds on changed.form = feeds.form
