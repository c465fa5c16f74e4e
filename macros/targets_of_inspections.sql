{#- The targets that are added up from inspections, each with the column that counts what was done. -#}
{% macro targets_of_inspections() -%}
    {{ return({'digital_enforcement': 'digital_inspections', 'penalty_rate': 'penalties'}) }}
{%- endmacro %}
