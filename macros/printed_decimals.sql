{#- How many decimals a published figure was printed with (its text without trailing zeros). -#}
{% macro printed_decimals(value) -%}
    length(split_part(rtrim(rtrim(cast(cast({{ value }} as decimal(18, 6)) as varchar), '0'), '.') || '.', '.', 2))
{%- endmacro %}
