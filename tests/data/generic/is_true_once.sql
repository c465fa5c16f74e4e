{% test is_true_once(model, column_name) %}
select count(*) as rows_found
from {{ model }}
where {{ column_name }}
having count(*) <> 1
{% endtest %}
