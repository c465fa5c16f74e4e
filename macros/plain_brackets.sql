{#- A name with half-width brackets and without spaces, as names of hand-ins are kept. -#}
{% macro plain_brackets(name) -%}
    replace(replace(replace({{ name }}, '（', '('), '）', ')'), ' ', '')
{%- endmacro %}
