{#- SQL as DuckDB spells it; what each is for stands in dispatch.sql. -#}

{% macro duckdb__month_end_after(day, n) -%}
    last_day(cast({{ day }} + interval ({{ n }}) month as date))
{%- endmacro %}

{% macro duckdb__month_ends_between(first, last) -%}
    select last_day(cast(unnest(
        generate_series(date_trunc('month', {{ first }}), {{ last }}, interval 1 month)
    ) as date)) as month_end
{%- endmacro %}

{% macro duckdb__months_between(earlier, later) -%}
    (extract(year from {{ later }}) - extract(year from {{ earlier }})) * 12
    + extract(month from {{ later }}) - extract(month from {{ earlier }})
{%- endmacro %}

{% macro duckdb__listed(expression, order_by) -%}
    list({{ expression }} order by {{ order_by }}) filter (where {{ expression }} is not null)
{%- endmacro %}

{% macro duckdb__hand_ins_of(rows) -%}
    list_sort(list_distinct(list_transform({{ rows }}, lambda source: split_part(source, '/', 1))))
{%- endmacro %}

{% macro duckdb__codes_that_hold(conditions) -%}
    list_where(
        ['{{ conditions | join("', '") }}'],
        [
            {%- for condition in conditions.values() %}
            coalesce({{ condition }}, false){{ ',' if not loop.last }}
            {%- endfor %}
        ]
    )
{%- endmacro %}

{% macro duckdb__days_between(earlier, later) -%}
    date_diff('day', cast({{ earlier }} as date), cast({{ later }} as date))
{%- endmacro %}

{% macro duckdb__minutes_between(earlier, later) -%}
    date_diff('minute', {{ earlier }}, {{ later }})
{%- endmacro %}

{% macro duckdb__numbers_below(n) -%}
    select unnest(range({{ n }})) as n
{%- endmacro %}

{% macro duckdb__joined_text(expression, separator, order_by) -%}
    string_agg({{ expression }}, '{{ separator }}' order by {{ order_by }})
{%- endmacro %}

{% macro duckdb__joined_distinct(expression) -%}
    string_agg(distinct {{ expression }}, '、' order by {{ expression }})
{%- endmacro %}

{% macro duckdb__list_of(expressions) -%}
    [{{ expressions | join(', ') }}]
{%- endmacro %}

{% macro duckdb__each_of(values) -%}
    unnest({{ values }})
{%- endmacro %}

{% macro duckdb__days_after(day, n) -%}
    {{ day }} + interval ({{ n }}) day
{%- endmacro %}

{% macro duckdb__union_by_name(models) -%}
    {%- for name in models %}
    select * from {{ ref(name) }}
    {{ 'union all by name' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{% macro duckdb__asof_left_join(relation, alias, keys, moment, at, after=false) -%}
    asof left join {{ relation }} as {{ alias }}
        on
            {%- for here, there in keys.items() %}
            {{ here }} = {{ alias }}.{{ there }} and
            {%- endfor %}
            {{ at }} {{ '<' if after else '>=' }} {{ alias }}.{{ moment }}
{%- endmacro %}

{% macro duckdb__setting(name) -%}
    (select settings.value from {{ ref('settings') }} as settings where settings.setting = '{{ name }}')
{%- endmacro %}

{% macro duckdb__printed_decimals(value) -%}
    length(split_part(rtrim(rtrim(cast(cast({{ value }} as decimal(18, 6)) as varchar), '0'), '.') || '.', '.', 2))
{%- endmacro %}
