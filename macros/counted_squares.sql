{#- The squared deaths where a count of deaths is spread beyond the bound, else null. -#}
{% macro counted_squares(numerator, deaths_squared, measure) -%}
    case
        when
            {{ measure }} in ('deaths', 'deaths_and_missing')
            and {{ deaths_squared }} > {{ numerator }} * {{ setting('dispersion_bound') }}
            then {{ deaths_squared }}
    end
{%- endmacro %}
