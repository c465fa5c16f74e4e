{#- Whether a hand-in of the calendar lacks: it did not come, or does not count (NOT_HANDED_IN says the same of the
    marts in analysis/marts/hand_in_calendar.py). -#}
{% macro lacks(calendar) -%}
    {{ calendar }}.status in ('missing', 'rejected', 'held', 'early')
{%- endmacro %}
