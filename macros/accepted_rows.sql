{#- The raw rows of a form that count: of the hand-in in force of each period, not refused, and as
    corrected by the office. -#}
{% macro accepted_rows(form) %}
    select raw_rows.*
    from {{ source('raw', form) }} as raw_rows
    inner join {{ ref('stg_hand_ins') }} as hand_ins
        on raw_rows.hand_in_id = hand_ins.hand_in_id
    left join {{ ref('stg_rows_set_aside') }} as aside
        on raw_rows.hand_in_id = aside.hand_in_id
        and raw_rows.source_sheet = aside.source_sheet
        and raw_rows.source_row = aside.source_row
    where hand_ins.status = 'accepted' and (aside.hand_in_id is null or raw_rows.is_corrected)
{% endmacro %}
