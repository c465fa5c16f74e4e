-- every code has a name in its vocabulary; null is none
{% test has_name(model, column_name, vocabulary) %}
select distinct model.{{ column_name }}
from {{ model }} as model
left join {{ ref('code_names') }} as code_names
    on code_names.vocabulary = '{{ vocabulary }}'
    and model.{{ column_name }} = code_names.code
where model.{{ column_name }} is not null and code_names.code is null
{% endtest %}
