-- By our definitions, from published counts and denominators, the published rates come out to
-- their printed decimals; checks on other definitions, or whose inputs were not seen, are kept in
-- the seed with their reason.
with checks as (
    select * from {{ ref('rate_checks') }}
    where is_our_definition and inputs_seen and reproduces
)

select
    checks.check_id,
    checks.published,
    rates.rate
from checks
left join {{ ref('fct_indicator_rates') }} as rates
    on checks.indicator_id = rates.indicator_id
    and checks.region_id = rates.region_id
    and rates.period_kind = 'year'
    and rates.period_end = cast(checks.year || '-12-31' as date)
where
    rates.rate is null
    or round(rates.rate * power(10, checks.decimals)) <> round(checks.published * power(10, checks.decimals))
