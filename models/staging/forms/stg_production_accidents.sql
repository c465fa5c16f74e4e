{{ config(materialized='ephemeral' if target.type == 'duckdb' else 'view') }} -- by far the most rows: fct_accidents keeps them
select
    -- ids
    accident_no,

    -- what, when, where
    occurred_at,
    place,
    industry,
    kind,
    grade,
    is_counted,

    -- counts and money
    deaths,
    serious_injuries,
    minor_injuries,
    serious_injuries + minor_injuries as injuries,
    {{ yuan('direct_loss_yuan') }} as direct_loss_yuan,

    -- origin
    reporting_region_id,
    hand_in_id,
    source_sheet,
    source_row
from ({{ accepted_rows('production_accidents') }}) as accepted
