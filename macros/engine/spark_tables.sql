{#- How tables come to be on Spark: each a folder of parquet. -#}

{#- What was handed in, as the sources' own `external_location` says: one glob of all its files, whose
    columns are put together by name. -#}
{% macro register_sources() -%}
    {%- if execute -%}
        {%- for source in graph.sources.values() -%}
            {%- set files = modules.re.findall("'([^']+)'", source.meta.external_location.replace('{name}', source.name)) -%}
            {%- do run_query('create schema if not exists ' ~ source.schema) -%}
            {%- do run_query('create table ' ~ source.schema ~ '.' ~ source.name ~ " using parquet options (mergeSchema 'true', path '/{"
                ~ files | map('replace', '/', '', 1) | join(',') ~ "}')") -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{#- The type of a contract or seed as Spark calls it. -#}
{% macro spark_type(type) -%}
    {%- set word = type.replace('[]', '').replace('varchar', 'string') -%}
    {{ 'array<' ~ word ~ '>' if type.endswith('[]') else word }}
{%- endmacro %}

{#- The columns of a contract in its order and types; parquet has no constraint, so a null where none may be
    ends the model. -#}
{% macro contracted(sql) -%}
    select
        {%- for name, column in model.columns.items() %}
        {%- set value = adapter.quote(name) %}
        {%- if column.constraints | selectattr('type', 'equalto', 'not_null') | list %}
        {%- set value = 'coalesce(' ~ value ~ ", raise_error('" ~ this ~ '.' ~ name ~ " is null'))" %}
        {%- endif %}
        cast({{ value }} as {{ spark_type(column.data_type) }}) as {{ adapter.quote(name) }}{{ ',' if not loop.last }}
        {%- endfor %}
    from ({{ sql }}) as made
{%- endmacro %}

{% macro spark__create_table_as(temporary, relation, compiled_code, language='sql') -%}
    {%- set sql = spark_words(compiled_code) -%}
    create table {{ relation }} using parquet as
    {{ contracted(sql) if config.get('contract').enforced else sql }}
{%- endmacro %}

{% macro spark__create_view_as(relation, sql) -%}
    create or replace view {{ relation }} as {{ spark_words(sql) }}
{%- endmacro %}

{% macro spark__get_test_sql(main_sql, fail_calc, warn_if, error_if, limit) -%}
    {{ default__get_test_sql(spark_words(main_sql), fail_calc, warn_if, error_if, limit) }}
{%- endmacro %}

{% materialization table, adapter='spark', supported_languages=['sql', 'python'] %}
    {%- set table = this.incorporate(type='table') -%}
    {{ run_hooks(pre_hooks) }}
    {%- do run_query('drop table if exists ' ~ table) -%}
    {%- call statement('main', language=model['language']) -%}
        {{- compiled_code if model['language'] == 'python' else create_table_as(false, table, compiled_code) }}
    {%- endcall -%}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [table]}) }}
{% endmaterialization %}

{#- A seed by Spark's own reader of CSV: dbt's guesses types, and makes the text None of an empty cell. -#}
{% materialization seed, adapter='spark' %}
    {%- set table = this.incorporate(type='table') -%}
    {%- do run_query('drop table if exists ' ~ table) -%}
    {%- do run_query('create or replace temporary view cells_of_' ~ this.name ~ ' using csv options (header true, multiLine true, escape \'"\', path \''
        ~ model.root_path ~ '/' ~ model.original_file_path ~ "')") -%}
    {%- call statement('main') -%}
        create table {{ table }} using parquet as
        select
            {%- for name, type in config.get('column_types').items() %}
            cast(nullif({{ adapter.quote(name) }}, '') as {{ spark_type(type) }}) as {{ adapter.quote(name) }}{{ ',' if not loop.last }}
            {%- endfor %}
        from cells_of_{{ this.name }}
    {%- endcall -%}
    {%- do store_result('agate_table', response='') -%}
    {{ return({'relations': [table]}) }}
{% endmaterialization %}
