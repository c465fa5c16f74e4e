select
    domain as event_domain,
    cast(extract(year from occurred_at) as bigint) as year,
    cast(count(*) as double) as accidents,
    cast(sum(deaths + missing) as double) as deaths,
    cast(sum(direct_loss_yuan) as double) as direct_loss_yuan
from {{ ref('fct_accidents') }}
group by domain, extract(year from occurred_at)
