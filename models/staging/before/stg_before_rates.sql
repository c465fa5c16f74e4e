select * from {{ source('before', 'rates') }}
