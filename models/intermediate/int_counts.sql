-- Every count that needs limits. Deaths that came several in one accident carry the sum of their
-- squares where it shows more spread than the bound; others need only the count.
with counted as (
    select numerator, deaths_squared, measure from {{ ref('int_rates') }}
    where rate is not null
    union all
    select numerator, deaths_squared, measure from {{ ref('int_rates_pooled') }}
),

spread as (
    select
        numerator as events,
        {{ counted_squares('numerator', 'deaths_squared', 'measure') }} as squares
    from counted
    where measure <> 'direct_loss_yuan'
)

select distinct
    events,
    squares
from spread
