-- What a reader must know of the figures of some days, by the series that they belong to: rows that
-- were set aside or are in doubt, files that wait or were released, corrections, days to come.
with hand_ins as (
    select * from {{ source('register', 'hand_ins') }}
),

feeds as (
    select * from {{ source('register', 'feeds') }}
),

booked as (
    select
        bookings.hand_in_id,
        bookings.fate,
        bookings.hand_in_id || '/' || bookings.sheet || '/' || bookings."row" as item,
        bookings.first_day,
        bookings.last_day
    from {{ source('register', 'bookings') }} as bookings
    inner join hand_ins on bookings.hand_in_id = hand_ins.hand_in_id
    where hand_ins.status = 'accepted'
    union all
    select
        hand_in_id,
        case when waits then 'waiting' else 'released' end as fate,
        hand_in_id as item,
        period_start as first_day,
        period_end as last_day
    from hand_ins
    where waits or (released and status = 'accepted')
    union all
    select
        corrections.hand_in_id,
        'corrected' as fate,
        cast(corrections.correction as varchar) as item,
        hand_ins.period_start as first_day,
        hand_ins.period_end as last_day
    from {{ source('register', 'corrections') }} as corrections
    inner join hand_ins on corrections.hand_in_id = hand_ins.hand_in_id
    where corrections.status = 'applied'
)

select
    feeds.series,
    hand_ins.reporting_region_id,
    booked.fate,
    booked.item,
    booked.first_day,
    booked.last_day
from booked
inner join hand_ins on booked.hand_in_id = hand_ins.hand_in_id
inner join feeds on hand_ins.form = feeds.form
union
select
    feeds.series,
    hand_ins.reporting_region_id,
    'to_come' as fate,
    'to_come' as item,
    run.as_of as first_day,
    cast('9999-12-31' as date) as last_day
from hand_ins
inner join feeds on hand_ins.form = feeds.form
cross join {{ source('register', 'run') }} as run
