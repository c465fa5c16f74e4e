{#- The attributes of an accident that series filter by, as the seed names them. -#}
{% macro filter_columns() -%}
    {%- set series = ref('series') -%}
    {%- if not execute or load_relation(series) is none -%}
        {{ return([]) }}
    {%- endif -%}
    {%- set found = run_query('select distinct filter_column from ' ~ series ~ ' where filter_column is not null order by 1') -%}
    {{ return(found.columns[0].values() | list) }}
{%- endmacro %}

{#- Whether a value of the attribute that a series filters by is the series' own; of a grade, its
    Chinese name is as good as its code. -#}
{% macro is_of_series(value, series) -%}
    ({{ series }}.filter_column is null or lower({{ value }}) = lower(coalesce(
        (
            select grades.grade from {{ ref('accident_grades') }} as grades
            where {{ series }}.filter_column = 'grade' and grades.name_zh = {{ series }}.filter_value
        ), {{ series }}.filter_value
    )))
{%- endmacro %}

{#- The value, as text, of the attribute of an accident that a series filters by. -#}
{% macro filter_value(accidents, column) -%}
    case {{ column }}
        {%- for name in filter_columns() %}
        when '{{ name }}' then cast({{ accidents }}.{{ name }} as varchar)
        {%- endfor %}
    end
{%- endmacro %}
