-- What targets the files of the form are of that do not count: held, or rejected after they were read. Rows of
-- them that were set aside are of a target as well.
select
    raw_rows.hand_in_id,
    raw_rows.target_name
from {{ source('raw', 'target_progress') }} as raw_rows
inner join {{ source('register', 'hand_ins') }} as hand_ins on raw_rows.hand_in_id = hand_ins.hand_in_id
where hand_ins.status in ('held', 'rejected')
union
select
    bookings.hand_in_id,
    bookings.key as target_name
from {{ source('register', 'bookings') }} as bookings
inner join {{ source('register', 'hand_ins') }} as hand_ins on bookings.hand_in_id = hand_ins.hand_in_id
where bookings.fate = 'set_aside' and hand_ins.status in ('held', 'rejected') and hand_ins.form = 'target_progress'
