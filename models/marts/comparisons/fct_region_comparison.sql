with compared as (
    select * from {{ ref('int_region_comparison') }}
),

regions as (
    select * from {{ ref('regions') }}
)

select
    compared.indicator_id,
    compared.region_id,
    regions.name_zh as region_zh,
    compared.year,
    compared.first_year,
    compared.years,
    compared.numerator,
    compared.denominator,
    compared.rate,
    compared.banner_rate,
    compared.expected,
    compared.funnel_lower_95,
    compared.funnel_upper_95,
    compared.funnel_lower_998,
    compared.funnel_upper_998,
    compared.dispersion,
    compared.significance,
    compared.eb_rate,
    compared.eb_weight
from compared
inner join regions on compared.region_id = regions.region_id
