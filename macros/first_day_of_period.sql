{#- The first day of a period that ends on `period_end`. -#}
{% macro first_day_of_period(period_kind, period_end) -%}
    cast(case {{ period_kind }}
        when 'month' then date_trunc('month', {{ period_end }})
        when 'quarter' then date_trunc('quarter', {{ period_end }})
        when 'r12m' then {{ month_end_after(period_end, -12) }} + interval 1 day
        else date_trunc('year', {{ period_end }})
    end as date)
{%- endmacro %}
