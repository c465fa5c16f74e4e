select * from {{ source('before', 'hand_ins') }}
