{#- A period as its hand-ins are named: 2024, 2024Q1 or 2024-03. -#}
{% macro period_label(period_kind, period_end) -%}
    case {{ period_kind }}
        when 'year' then cast(extract(year from {{ period_end }}) as varchar)
        when 'quarter'
            then extract(year from {{ period_end }}) || 'Q' || extract(quarter from {{ period_end }})
        else left(cast({{ period_end }} as varchar), 7)
    end
{%- endmacro %}
