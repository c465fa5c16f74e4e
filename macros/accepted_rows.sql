{#- The raw rows of a form that count: of the hand-in in force of each period, and not refused. -#}
{% macro accepted_rows(form) %}
    select raw_rows.*
    from {{ source('raw', form) }} as raw_rows
    inner join {{ ref('stg_hand_ins') }} as hand_ins
        on raw_rows.hand_in_id = hand_ins.hand_in_id
    left join {{ ref('stg_quarantined_cells') }} as refused
        on raw_rows.hand_in_id = refused.hand_in_id
        and raw_rows.source_sheet = refused.sheet
        and raw_rows.source_row = refused."row"
    where hand_ins.status = 'accepted' and refused.hand_in_id is null
{% endmacro %}
