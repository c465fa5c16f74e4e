-- Rows of the hand-ins in force that do not count, and what each is of where that could be read.
select distinct
    bookings.hand_in_id,
    bookings.sheet,
    bookings."row",
    bookings.key
from {{ source('register', 'bookings') }} as bookings
inner join {{ source('register', 'hand_ins') }} as hand_ins on bookings.hand_in_id = hand_ins.hand_in_id
where bookings.fate = 'set_aside' and hand_ins.status = 'accepted'
