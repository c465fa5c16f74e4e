{#- Money in fen. Raw figures have 38 digits, and dividing those is a hundred times slower than 18;
    only what 18 digits cannot hold takes the slow way. -#}
{% macro yuan(column) -%}
    coalesce(
        cast(try_cast({{ column }} as decimal(18, 6)) as decimal(18, 2)),
        cast({{ column }} as decimal(18, 2))
    )
{%- endmacro %}
