-- a list that code reads by name: each of these values, and no other
{% test are_exactly(model, column_name, values) %}
with needed as (
    select unnest(['{{ values | join("', '") }}']) as {{ column_name }}
)

select {{ column_name }}
from {{ model }} as model
full join needed using ({{ column_name }})
where model.{{ column_name }} is null or needed.{{ column_name }} is null
{% endtest %}
