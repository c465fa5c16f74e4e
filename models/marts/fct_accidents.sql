{{ config(materialized='view') }}
-- Millions of rows are stored once. No catalog is named, so the file may be attached under any name.
select
    event_domain || '-' || accident_no as accident_key,
    event_domain as domain,
    accident_no,
    occurred_at,
    region_id,
    township_known,
    is_place_unlisted,
    place,
    grade,
    kind,
    industry,
    deaths,
    cast(missing as bigint) as missing,
    serious_injuries,
    minor_injuries,
    injuries,
    direct_loss_yuan,
    is_counted,
    is_commercial,
    hand_in_id,
    source_sheet,
    source_row
from {{ ref('int_accidents_unioned').include(database=false) }}
