{#- Rows of a relation once for each named filter of indicators that they pass. -#}
{% macro by_event_filter(relation) -%}
    select *, 'all' as event_filter from {{ relation }}
    union all
    select *, 'counted_production' as event_filter from {{ relation }} where is_counted
    union all
    select *, 'commercial_road' as event_filter from {{ relation }} where is_commercial
{%- endmacro %}
