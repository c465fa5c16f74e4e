select
    form,
    series
from {{ source('register', 'feeds') }}
