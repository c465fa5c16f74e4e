{#- Whether a hand-in of the calendar lacks: it did not come, or does not count. -#}
{% macro lacks(calendar) -%}
    {{ calendar }}.status in ('missing', 'held', 'rejected')
{%- endmacro %}
