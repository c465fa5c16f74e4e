-- a number within the bounds of its row, whole where both of them are
{% test within_each(model, column_name, key, bounds) %}
select {{ key }}, {{ column_name }}
from {{ model }}
where
    {%- for name, (least, most) in bounds.items() %}
    {{ 'or ' if not loop.first }}({{ key }} = '{{ name }}' and not (
        {{ column_name }} between {{ least }} and {{ most }}
        {%- if least is integer and most is integer %} and {{ column_name }} = floor({{ column_name }}){% endif %}
    ))
    {%- endfor %}
{% endtest %}
