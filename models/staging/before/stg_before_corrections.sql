select * from {{ source('before', 'corrections') }}
