{#- Byar's approximate limit of a Poisson mean (Breslow & Day 1987), for counts beyond the table;
    `z` is the normal quantile, negative for the lower limit. -#}
{% macro byars_limit(count, z) -%}
    {%- set x = count if z < 0 else '(' ~ count ~ ' + 1)' -%}
    {{ x }} * power(1 - 1 / (9 * {{ x }}) + ({{ z }}) / (3 * sqrt({{ x }})), 3)
{%- endmacro %}
