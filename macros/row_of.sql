{#- What tells one row of a hand-in from every other. -#}
{% macro row_of(relation) -%}
    {{ relation }}.hand_in_id || '/' || {{ relation }}.source_sheet || '/' || {{ relation }}.source_row
{%- endmacro %}
