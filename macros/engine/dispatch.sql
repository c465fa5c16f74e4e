{#- What engines spell differently: each macro is that of the engine's own file in this folder. -#}

{#- The last day of the month `n` months from `day` (itself a month's last day). -#}
{% macro month_end_after(day, n) -%}
    {{ return(adapter.dispatch('month_end_after')(day, n)) }}
{%- endmacro %}

{#- Every month's last day from `first` to `last`, as column `month_end`. -#}
{% macro month_ends_between(first, last) -%}
    {{ return(adapter.dispatch('month_ends_between')(first, last)) }}
{%- endmacro %}

{#- Whole months from one month's last day to another's. -#}
{% macro months_between(earlier, later) -%}
    {{ return(adapter.dispatch('months_between')(earlier, later)) }}
{%- endmacro %}

{#- The values of a group as a list, in order; nulls left out. -#}
{% macro listed(expression, order_by) -%}
    {{ return(adapter.dispatch('listed')(expression, order_by)) }}
{%- endmacro %}

{#- The hand-ins of rows that `row_of` tells apart. -#}
{% macro hand_ins_of(rows) -%}
    {{ return(adapter.dispatch('hand_ins_of')(rows)) }}
{%- endmacro %}

{#- A list of the codes whose condition holds, in the order given; an unknown condition does not. -#}
{% macro codes_that_hold(conditions) -%}
    {{ return(adapter.dispatch('codes_that_hold')(conditions)) }}
{%- endmacro %}

{#- Days from one date to another. -#}
{% macro days_between(earlier, later) -%}
    {{ return(adapter.dispatch('days_between')(earlier, later)) }}
{%- endmacro %}

{#- Whole minutes from one moment to another. -#}
{% macro minutes_between(earlier, later) -%}
    {{ return(adapter.dispatch('minutes_between')(earlier, later)) }}
{%- endmacro %}

{#- Whole numbers from 0 to one below `n`, as column `n`. -#}
{% macro numbers_below(n) -%}
    {{ return(adapter.dispatch('numbers_below')(n)) }}
{%- endmacro %}

{#- The values of a group in one text, in order; nulls left out. -#}
{% macro joined_text(expression, separator, order_by) -%}
    {{ return(adapter.dispatch('joined_text')(expression, separator, order_by)) }}
{%- endmacro %}

{#- The same, each value once and in its own order. -#}
{% macro joined_distinct(expression) -%}
    {{ return(adapter.dispatch('joined_distinct')(expression)) }}
{%- endmacro %}

{#- A list of these expressions. -#}
{% macro list_of(expressions) -%}
    {{ return(adapter.dispatch('list_of')(expressions)) }}
{%- endmacro %}

{#- The elements of a list, a row each. -#}
{% macro each_of(values) -%}
    {{ return(adapter.dispatch('each_of')(values)) }}
{%- endmacro %}

{#- The day `n` days after another, as a moment or a date. -#}
{% macro days_after(day, n) -%}
    {{ return(adapter.dispatch('days_after')(day, n)) }}
{%- endmacro %}

{#- All rows of several models, columns matched by name, those that a model lacks null. -#}
{% macro union_by_name(models) -%}
    {{ return(adapter.dispatch('union_by_name')(models)) }}
{%- endmacro %}

{#- Joins the latest row of `relation` at or before a moment (or, `after` it, the first) of those with
    the same keys; `moment` is its column. -#}
{% macro asof_left_join(relation, alias, keys, moment, at, after=false) -%}
    {{ return(adapter.dispatch('asof_left_join')(relation, alias, keys, moment, at, after)) }}
{%- endmacro %}

{#- The value of a row of the settings seed. -#}
{% macro setting(name) -%}
    {{ return(adapter.dispatch('setting')(name)) }}
{%- endmacro %}

{#- How many decimals a published figure was printed with (its text without trailing zeros). -#}
{% macro printed_decimals(value) -%}
    {{ return(adapter.dispatch('printed_decimals')(value)) }}
{%- endmacro %}
