-- What each target of the plan may be called in a hand-in.
select target_id, {{ plain_brackets('name_zh') }} as name from {{ ref('targets') }}
union
select target_id, {{ plain_brackets('alias') }} as name from {{ ref('target_aliases') }}
