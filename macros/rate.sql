{#- A rate: null where the denominator is null or not above zero, so never infinity. -#}
{% macro rate(numerator, denominator, per) -%}
    case when {{ denominator }} > 0 then {{ numerator }} * {{ per }} / {{ denominator }} end
{%- endmacro %}
