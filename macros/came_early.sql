{#- Whether a hand-in came before its period's last day: it cannot hold all that happens in it. -#}
{% macro came_early(hand_ins) -%}
    coalesce(cast({{ hand_ins }}.last_received_at as date) < {{ hand_ins }}.period_end, false)
{%- endmacro %}
