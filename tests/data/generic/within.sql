-- a number within its bounds; null is none
{% test within(model, column_name, least=none, above=none, most=none) %}
select {{ column_name }}
from {{ model }}
where
    not isfinite(cast({{ column_name }} as double))
    {%- if least is not none %}
    or {{ column_name }} < {{ least }}
    {%- endif %}
    {%- if above is not none %}
    or {{ column_name }} <= {{ above }}
    {%- endif %}
    {%- if most is not none %}
    or {{ column_name }} > {{ most }}
    {%- endif %}
{% endtest %}
