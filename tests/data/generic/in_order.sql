-- of two days in a row the second is not before the first; null is none
{% test in_order(model, columns) %}
select {{ columns | join(', ') }}
from {{ model }}
where {{ columns[1] }} < {{ columns[0] }}
{% endtest %}
