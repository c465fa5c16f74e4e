{#- The last day of a published period such as FY, 年末, H1, Q1, 1-9月 or 9月末; null for others. -#}
{% macro published_period_end(year, period) -%}
    {%- set month_ends = {
        'FY': '12-31', '年末': '12-31', 'Q1': '03-31', 'H1': '06-30', '3月末': '03-31',
        '6月末': '06-30', '9月末': '09-30', '1-5月': '05-31', '1-7月': '07-31', '1-8月': '08-31',
        '1-9月': '09-30', '1-10月': '10-31',
    } -%}
    case {{ period }}
        {%- for name, month_end in month_ends.items() %}
        when '{{ name }}' then cast({{ year }} || '-{{ month_end }}' as date)
        {%- endfor %}
    end
{%- endmacro %}
