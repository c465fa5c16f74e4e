{#- All comments of a relation in one statement; a column that is described but not there is an
    error. dbt's own asks for the columns first, which costs a second a build. -#}
{% macro duckdb__persist_docs(relation, model, for_relation, for_columns) -%}
    {%- set comments -%}
        {%- if for_relation and config.persist_relation_docs() and model.description -%}
            {{ alter_relation_comment(relation, model.description) }}
        {%- endif -%}
        {%- for name, column in model.columns.items() if for_columns and config.persist_column_docs() and column.description %}
            comment on column {{ relation }}.{{ adapter.quote(name) }} is {{ duckdb_escape_comment(column.description) }};
        {%- endfor -%}
    {%- endset -%}
    {%- if comments -%}
        {%- do run_query(comments) -%}
    {%- endif -%}
{%- endmacro %}
