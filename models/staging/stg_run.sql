select as_of
from {{ source('register', 'run') }}
