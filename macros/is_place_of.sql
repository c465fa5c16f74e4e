{#- Whether a row of int_regions is the place that a row of a hand-in names, within its reporting place. -#}
{% macro is_place_of(places, rows) -%}
    {{ rows }}.place = {{ places }}.name_zh and {{ places }}.is_only_name
    and {{ rows }}.reporting_region_id = {{ places }}.related_region_id and {{ places }}.is_within
{%- endmacro %}
