-- What the terms of each period are for each flow and stock: the sum since January of that moment, or
-- the latest stock at or before it, unless too old. The wanted terms that are missing have no row.
with terms as (
    select * from {{ ref('int_period_terms') }}
    where basis in ('flow', 'end', 'average')
),

moments as (
    select distinct
        moment,
        case basis when 'flow' then 'flow' else 'stock' end as kind
    from terms
),

at_moments as (
    select
        moments.moment,
        measured.*,
        row_number() over (
            partition by measured.series, measured.region_id, moments.moment
            order by measured.period_end desc
        ) as preference
    from moments
    inner join {{ ref('int_measured') }} as measured
        on moments.kind = measured.kind
        and measured.period_end <= moments.moment
        and {{ months_between('measured.period_end', 'moments.moment') }}
        <= case moments.kind when 'flow' then 0 else {{ setting('stock_max_age_months') }} end
)

select
    terms.basis,
    terms.period_kind,
    terms.period_end,
    terms.moment,
    terms.weight,
    found.series,
    found.region_id,
    found.value,
    found.period_end as value_date,
    found.vintage,
    -- a stock carried forward is provisional
    found.is_provisional or found.period_end < terms.moment as is_provisional,
    found.is_corrected,
    found.origin
from terms
inner join at_moments as found
    on terms.moment = found.moment
    and found.kind = case terms.basis when 'flow' then 'flow' else 'stock' end
where found.preference = 1
