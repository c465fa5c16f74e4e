-- The chance that an item scores although nothing changes, where a verdict or a forecast gives one: that
-- a rate falls each year by chance alone, or that the year that runs ends below the bound of the plan.
with items as (
    select * from {{ ref('int_evaluation_items') }}
    where is_text_seen
),

own as (
    select region_id from {{ ref('regions') }}
    where is_own
),

verdicts as (
    select *, row_number() over (partition by indicator_id order by period_end desc) as preference
    from {{ ref('int_verdicts') }}
    where not is_to_date and region_id in (select region_id from own)
),

forecasts as (
    select forecasts.*, row_number() over (partition by forecasts.indicator_id order by forecasts.period_end desc) as preference
    from {{ ref('int_forecasts') }} as forecasts
    inner join {{ ref('stg_run') }} as run on extract(year from forecasts.period_end) = extract(year from run.as_of)
    where forecasts.region_id in (select region_id from own)
)

select items.item_id, verdicts.official_chance as chance
from items
inner join verdicts on items.indicator_id = verdicts.indicator_id and verdicts.preference = 1
where items.rule_kind = 'fell_each_year' and items.window_years = verdicts.official_years
union all
select items.item_id, forecasts.chance_below_target as chance
from items
inner join forecasts on items.indicator_id = forecasts.indicator_id and forecasts.preference = 1
where items.rule_kind = 'threshold' and items.target_id is not null
