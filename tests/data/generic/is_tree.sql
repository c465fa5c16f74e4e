-- going up from any row comes to a row without a parent
{% test is_tree(model, column_name, parent) %}
with recursive above as (
    select {{ column_name }} from {{ model }} where {{ parent }} is null
    union
    select model.{{ column_name }}
    from {{ model }} as model
    inner join above on model.{{ parent }} = above.{{ column_name }}
)

select {{ column_name }}
from {{ model }}
where {{ column_name }} not in (select {{ column_name }} from above)
{% endtest %}
