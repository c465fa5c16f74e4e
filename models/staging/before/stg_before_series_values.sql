select * from {{ source('before', 'series_values') }}
