select * from {{ source('before', 'restatements') }}
