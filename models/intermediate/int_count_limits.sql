-- Limits of every count: exact from the table, Byar's beyond it, compound Poisson where deaths
-- come several in one accident.
with counts as (
    select * from {{ ref('int_counts') }}
)

select
    counts.events,
    counts.squares,
    case
        when counts.squares is not null then 'compound'
        when exact_limits.count is not null then 'exact'
        else 'byars'
    end as limits_method,
    {%- for level, z in [('95', 1.959963984540054), ('998', 3.090232306167813)] %}
    coalesce(
        compound.lower_{{ level }}, exact_limits.lower_{{ level }}, {{ byars_limit('counts.events', -z) }}
    ) as lower_{{ level }},
    coalesce(
        compound.upper_{{ level }}, exact_limits.upper_{{ level }}, {{ byars_limit('counts.events', z) }}
    ) as upper_{{ level }}{{ ',' if not loop.last }}
    {%- endfor %}
from counts
left join {{ ref('int_compound_limits') }} as compound
    on counts.events = compound.events and counts.squares = compound.squares
left join {{ ref('poisson_limits') }} as exact_limits
    on counts.squares is null and counts.events = exact_limits.count
