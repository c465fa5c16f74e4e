-- of each pair of rows the second value is not below the first
{% test rising(model, column_name, key, pairs) %}
select low.{{ key }}, low.{{ column_name }}
from {{ model }} as low
inner join {{ model }} as high
    on
    {%- for name, other in pairs %}
        {{ 'or ' if not loop.first }}(low.{{ key }} = '{{ name }}' and high.{{ key }} = '{{ other }}')
    {%- endfor %}
where low.{{ column_name }} > high.{{ column_name }}
{% endtest %}
