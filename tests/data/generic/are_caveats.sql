{% test are_caveats(model, column_name) %}
with said as (
    select distinct {{ each_of(column_name) }} as caveat from {{ model }}
)

select said.caveat
from said
left join {{ ref('caveats') }} as caveats on said.caveat = caveats.caveat
where caveats.caveat is null
{% endtest %}
