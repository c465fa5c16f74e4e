-- Hand-ins that came into force or went out of it since what is published now, those that lost or
-- won rows (a number that another file repeats), and those that a correction newly touches or no
-- longer touches, with the series that they feed. The first of a place and part (is_first) makes months
-- incomplete that it does not answer for itself: from now on they need one of it.
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
        status = 'accepted' as is_in_force,
        coalesce(event_domain, form) || '/' || reporting_region_id || '/' || department || '/' || coalesce(part, '') as part
    from {{ ref('stg_hand_ins') }}
),

known_parts as (
    select distinct now.part
    from now
    inner join before on now.hand_in_id = before.hand_in_id and before.is_in_force
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
        now.is_in_force and now.part not in (select part from known_parts) as is_first,
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
        false as is_first,
        corrections_changed.correction_key
    from corrections_changed
    inner join now on corrections_changed.hand_in_id = now.hand_in_id
)

select
    changed.*,
    feeds.series
from changed
inner join {{ ref('stg_feeds') }} as feeds on changed.form = feeds.form
