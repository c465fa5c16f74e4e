{#- The raw rows of a form that count: of the hand-in in force of each period, not set aside, and as
    corrected by the office; with the place that handed them in. -#}
{% macro accepted_rows(form) %}
    select
        raw_rows.*,
        hand_ins.reporting_region_id
    from {{ source('raw', form) }} as raw_rows
    inner join {{ source('register', 'hand_ins') }} as hand_ins
        on raw_rows.hand_in_id = hand_ins.hand_in_id
    left join {{ source('register', 'rows_left_out') }} as left_out
        on raw_rows.hand_in_id = left_out.hand_in_id
        and raw_rows.source_sheet = left_out.sheet
        and raw_rows.source_row = left_out."row"
    where hand_ins.status = 'accepted' and (left_out.hand_in_id is null or raw_rows.is_corrected)
{% endmacro %}
