select
    hand_in_id,
    sha256,
    path,
    verdict,
    who,
    "at" as decided_at,
    reason
from {{ source('register', 'decisions') }}
