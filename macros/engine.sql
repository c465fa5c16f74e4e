{#- The only place for SQL that engines spell differently. -#}

{#- The last day of the month `n` months from `day` (itself a month's last day). -#}
{% macro month_end_after(day, n) -%}
    last_day(cast({{ day }} + interval ({{ n }}) month as date))
{%- endmacro %}

{#- Every month's last day from `first` to `last`, as column `month_end`. -#}
{% macro month_ends_between(first, last) -%}
    select last_day(cast(unnest(
        generate_series(date_trunc('month', {{ first }}), {{ last }}, interval 1 month)
    ) as date)) as month_end
{%- endmacro %}

{#- Whole months from one month's last day to another's. -#}
{% macro months_between(earlier, later) -%}
    (extract(year from {{ later }}) - extract(year from {{ earlier }})) * 12
    + extract(month from {{ later }}) - extract(month from {{ earlier }})
{%- endmacro %}

{#- The values of a group in one text, in order; nulls left out. -#}
{% macro joined_text(expression, order_by) -%}
    string_agg({{ expression }}, '、' order by {{ order_by }})
{%- endmacro %}

{#- The values of a group as a list, in order; nulls left out. -#}
{% macro listed(expression, order_by) -%}
    list({{ expression }} order by {{ order_by }}) filter (where {{ expression }} is not null)
{%- endmacro %}

{#- The hand-ins of rows that `row_of` tells apart. -#}
{% macro hand_ins_of(rows) -%}
    list_sort(list_distinct(list_transform({{ rows }}, lambda source: split_part(source, '/', 1))))
{%- endmacro %}

{#- A list of the codes whose condition holds, in the order given; an unknown condition does not. -#}
{% macro codes_that_hold(conditions) -%}
    list_where(
        ['{{ conditions | join("', '") }}'],
        [
            {%- for condition in conditions.values() %}
            coalesce({{ condition }}, false){{ ',' if not loop.last }}
            {%- endfor %}
        ]
    )
{%- endmacro %}

{#- Days from one date to another. -#}
{% macro days_between(earlier, later) -%}
    date_diff('day', cast({{ earlier }} as date), cast({{ later }} as date))
{%- endmacro %}

{#- Whole minutes from one moment to another. -#}
{% macro minutes_between(earlier, later) -%}
    date_diff('minute', {{ earlier }}, {{ later }})
{%- endmacro %}

{#- Whole numbers from 0 to one below `n`, as column `n`. -#}
{% macro numbers_below(n) -%}
    select unnest(range({{ n }})) as n
{%- endmacro %}

{#- All rows of several models, columns matched by name, those that a model lacks null. -#}
{% macro union_by_name(models) -%}
    {%- for name in models %}
    select * from {{ ref(name) }}
    {{ 'union all by name' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
