-- the rows that the register calls accepted are the rows that the mart holds, but for those that
-- the office dropped
with listed as (
    select
        hand_ins.hand_in_id,
        hand_ins.rows_accepted
    from {{ ref('fct_hand_ins') }} as hand_ins
    inner join {{ ref('dim_hand_in') }} as about on hand_ins.hand_in_id = about.hand_in_id
    where hand_ins.status = 'accepted' and about.event_domain is not null
),

loaded as (
    select
        hand_in_id,
        count(*) as accidents
    from {{ ref('fct_accidents') }}
    group by hand_in_id
),

dropped as (
    select
        hand_in_id,
        count(*) as drops
    from {{ ref('fct_corrections') }}
    where is_drop and status = 'applied'
    group by hand_in_id
)

select
    listed.hand_in_id,
    listed.rows_accepted,
    dropped.drops,
    loaded.accidents
from listed
left join loaded on listed.hand_in_id = loaded.hand_in_id
left join dropped on listed.hand_in_id = dropped.hand_in_id
where listed.rows_accepted - coalesce(dropped.drops, 0) <> coalesce(loaded.accidents, 0)
