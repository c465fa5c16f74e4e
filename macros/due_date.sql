{#- The day by which a form is due for the period that a month lies in, by due_days of its layout. -#}
{% macro due_date(period_kind, month_end, due_days) -%}
    {%- set last_day -%}
    case {{ period_kind }}
        when 'month' then {{ month_end }}
        when 'quarter' then {{ month_end_after("date_trunc('quarter', " ~ month_end ~ ")", 2) }}
        else {{ month_end_after("date_trunc('year', " ~ month_end ~ ")", 11) }}
    end
    {%- endset -%}
    cast({{ days_after(last_day, due_days) }} as date)
{%- endmacro %}
