{#- Whether events are too few for a percent to stand on them; money is never few. -#}
{% macro are_few(count, is_number_of_events='is_number_of_events') -%}
    ({{ is_number_of_events }} and {{ count }} < {{ setting('fewest_events_drawn') }})
{%- endmacro %}
