-- Rows of hand-ins in force that were set aside or are in doubt, and the days that they may belong to.
select
    bookings.hand_in_id,
    bookings.sheet as source_sheet,
    bookings."row" as source_row,
    bookings.fate,
    bookings.first_day,
    bookings.last_day,
    hand_ins.form,
    hand_ins.event_domain
from {{ source('register', 'bookings') }} as bookings
inner join {{ ref('stg_hand_ins') }} as hand_ins on bookings.hand_in_id = hand_ins.hand_in_id
where hand_ins.status = 'accepted'
