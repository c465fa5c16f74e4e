{#- The column of `events` that an indicator's measure names. -#}
{% macro measure_value(measure, events) -%}
    case {{ measure }}
        {%- for name in [
            'accidents', 'fatal_accidents', 'deaths', 'missing', 'deaths_and_missing',
            'injuries', 'direct_loss_yuan',
        ] %}
        when '{{ name }}' then {{ events }}.{{ name }}
        {%- endfor %}
    end
{%- endmacro %}
