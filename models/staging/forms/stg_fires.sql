{{ config(materialized='ephemeral' if target.type == 'duckdb' else 'view') }} -- by far the most rows: fct_accidents keeps them
select
    -- ids
    accident_no,

    -- what, when, where
    occurred_at,
    place,
    premises,
    cause as kind,

    -- counts and money
    deaths,
    injuries,
    {{ yuan('direct_loss_yuan') }} as direct_loss_yuan,

    -- origin
    reporting_region_id,
    hand_in_id,
    source_sheet,
    source_row
from ({{ accepted_rows('fires') }}) as accepted
