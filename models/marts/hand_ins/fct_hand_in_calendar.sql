select * from {{ ref('int_hand_in_calendar') }}
