{#- SQL as Spark spells it; what each is for stands in dispatch.sql. Words that Spark has others for are put
    in their place when a model is built (`spark_words`). -#}

{% macro spark__month_end_after(day, n) -%}
    last_day(add_months({{ day }}, cast({{ n }} as int)))
{%- endmacro %}

{% macro spark__month_ends_between(first, last) -%}
    select explode(transform(
        sequence(cast(date_trunc('month', {{ first }}) as date), cast({{ last }} as date), interval 1 month),
        day -> last_day(day)
    )) as month_end
{%- endmacro %}

{% macro spark__months_between(earlier, later) -%}
    {{ duckdb__months_between(earlier, later) }}
{%- endmacro %}

{% macro spark__listed(expression, order_by) -%}
    case when count({{ expression }}) > 0 then transform(
        array_sort(collect_list(struct({{ order_by }} as at, {{ expression }} as value)) filter (where {{ expression }} is not null)),
        one -> one.value
    ) end
{%- endmacro %}

{% macro spark__hand_ins_of(rows) -%}
    array_sort(array_distinct(transform({{ rows }}, source -> split_part(source, '/', 1))))
{%- endmacro %}

{% macro spark__codes_that_hold(conditions) -%}
    array_compact(array(
        {%- for code, condition in conditions.items() %}
        case when {{ condition }} then '{{ code }}' end{{ ',' if not loop.last }}
        {%- endfor %}
    ))
{%- endmacro %}

{% macro spark__days_between(earlier, later) -%}
    cast(datediff(cast({{ later }} as date), cast({{ earlier }} as date)) as bigint)
{%- endmacro %}

{#- DuckDB counts the turns of the minute, Spark whole minutes. -#}
{% macro spark__minutes_between(earlier, later) -%}
    timestampdiff(minute, date_trunc('minute', {{ earlier }}), date_trunc('minute', {{ later }}))
{%- endmacro %}

{% macro spark__numbers_below(n) -%}
    select explode(sequence(0, {{ n }} - 1)) as n
{%- endmacro %}

{% macro spark__joined_text(expression, separator, order_by) -%}
    string_agg({{ expression }}, '{{ separator }}') within group (order by {{ order_by }})
{%- endmacro %}

{#- Spark allows one `listagg(distinct …)` a query. -#}
{% macro spark__joined_distinct(expression) -%}
    nullif(array_join(array_sort(collect_set({{ expression }})), '、'), '')
{%- endmacro %}

{% macro spark__list_of(expressions) -%}
    array({{ expressions | join(', ') }})
{%- endmacro %}

{% macro spark__each_of(values) -%}
    explode({{ values }})
{%- endmacro %}

{% macro spark__days_after(day, n) -%}
    date_add({{ day }}, cast({{ n }} as int))
{%- endmacro %}

{% macro spark__union_by_name(models) -%}
    {%- set columns = {} -%}
    {%- set found = [] -%}
    {%- for name in models -%}
        {%- set own = {} -%}
        {%- for column in (adapter.get_columns_in_relation(ref(name)) if execute else []) -%}
            {%- do own.update({column.name: column.dtype}) -%}
            {%- do columns.setdefault(column.name, column.dtype) -%}
        {%- endfor -%}
        {%- do found.append(own) -%}
    {%- endfor -%}
    {%- for name in models %}
    {%- set own = found[loop.index0] %}
    select
        {%- for column, type in columns.items() %}
        {{ column if column in own else 'cast(null as ' ~ type ~ ') as ' ~ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref(name) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{% macro spark__asof_left_join(relation, alias, keys, moment, at, after=false) -%}
    left join lateral (
        select found.*
        from (
            select {{ 'min_by' if after else 'max_by' }}(struct({{ alias }}.*), {{ alias }}.{{ moment }}) as found
            from {{ relation }} as {{ alias }}
            where
                {%- for here, there in keys.items() %}
                {{ here }} = {{ alias }}.{{ there }} and
                {%- endfor %}
                {{ at }} {{ '<' if after else '>=' }} {{ alias }}.{{ moment }}
        ) as nearest
    ) as {{ alias }}
{%- endmacro %}

{#- Spark joins no scalar subquery ("Subquery has not finished"): the value itself. -#}
{% macro spark__setting(name) -%}
    {%- set settings = ref('settings') -%}
    cast({{ run_query('select value from ' ~ settings ~ " where setting = '" ~ name ~ "'").columns[0][0] if execute else 'null' }} as double)
{%- endmacro %}

{% macro spark__printed_decimals(value) -%}
    length(split_part(regexp_replace(cast(cast({{ value }} as decimal(18, 6)) as string), '0+$', ''), '.', 2))
{%- endmacro %}

{#- SQL of a model or test with the words that Spark has others for. -#}
{% macro spark_words(sql) -%}
    {%- set words = {
        'varchar\\b': 'string', 'exclude \\(': 'except (', 'arg_max\\(': 'max_by(',
        'list\\(': 'collect_list(', 'list_contains\\(': 'array_contains(', 'len\\(': 'size(',
    } -%}
    {%- set ns = namespace(sql=sql) -%}
    {%- for duckdb, spark in words.items() -%}
        {%- set ns.sql = modules.re.sub('\\b' ~ duckdb, spark, ns.sql) -%}
    {%- endfor -%}
    {{ return(ns.sql) }}
{%- endmacro %}
