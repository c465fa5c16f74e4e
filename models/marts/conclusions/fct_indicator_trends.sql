select * from {{ ref('int_trends') }}
