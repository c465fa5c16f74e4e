with trends as (
    select * from {{ ref('int_trends') }}
),

ratios as (
    select
        *,
        cast(extract(year from period_end) as bigint) as year
    from {{ ref('int_rate_ratios') }}
),

plan_years as (
    select
        indicator_id,
        region_id,
        period_end,
        years
    from {{ ref('int_comparisons') }}
    where comparison = 'baseline'
)

select
    trends.indicator_id,
    trends.region_id,
    trends.year,
    trends.official_verdict,
    trends.official_chance,
    trends.annual_change_pct,
    trends.annual_change_lower_95,
    trends.annual_change_upper_95,
    trends.annual_change_p,
    trends.trend_points,
    trends.first_trend_year,
    trends.trend_model,
    trends.dispersion,
    trends.is_low_power,
    trends.mann_kendall_s,
    trends.mann_kendall_p,
    trends.sen_slope,
    three_years.ratio as rate_ratio_three_years,
    three_years.lower_95 as rate_ratio_three_years_lower_95,
    three_years.upper_95 as rate_ratio_three_years_upper_95,
    baseline.ratio as rate_ratio_to_baseline,
    baseline.lower_95 as rate_ratio_to_baseline_lower_95,
    baseline.upper_95 as rate_ratio_to_baseline_upper_95,
    case when baseline.year is not null then cast(plan_years.years as bigint) end as baseline_years_compared,
    trends.events_six_years,
    trends.statistical_verdict,
    trends.sentence_zh,
    trends.sentence_en
from trends
left join ratios as three_years
    on three_years.comparison = 'three_years'
    and trends.indicator_id = three_years.indicator_id
    and trends.region_id = three_years.region_id
    and trends.year = three_years.year
left join ratios as baseline
    on baseline.comparison = 'baseline'
    and trends.indicator_id = baseline.indicator_id
    and trends.region_id = baseline.region_id
    and trends.year = baseline.year
left join plan_years
    on baseline.indicator_id = plan_years.indicator_id
    and baseline.region_id = plan_years.region_id
    and baseline.period_end = plan_years.period_end
