select
    hand_in_id,
    sha256,
    path,
    verdict,
    who,
    "at" as decided_at,
    reason,
    is_owed
from {{ source('register', 'decisions') }}
