with rates as (
    select
        *,
        {{ counted_squares('numerator', 'deaths_squared', 'measure') }} as squares
    from {{ ref('int_rates') }}
),

pooled as (
    select
        *,
        {{ counted_squares('numerator', 'deaths_squared', 'measure') }} as squares
    from {{ ref('int_rates_pooled') }}
),

limits as (
    select * from {{ ref('int_count_limits') }}
),

published as (
    select
        indicator_id,
        region_id,
        period_kind,
        period_end,
        value
    from {{ ref('stg_published_figures') }}
    where role = 'rate'
),

three_years as (
    select
        pooled.indicator_id,
        pooled.region_id,
        pooled.period_end,
        pooled.numerator * pooled.per / pooled.denominator as rate,
        limits.lower_95 * pooled.per / pooled.denominator as lower_95,
        limits.upper_95 * pooled.per / pooled.denominator as upper_95
    from pooled
    left join limits
        on pooled.numerator = limits.events
        and coalesce(pooled.squares, -1) = coalesce(limits.squares, -1)
        and pooled.measure <> 'direct_loss_yuan'
),

limited as (
    select
        rates.*,
        limits.limits_method,
        limits.lower_95 * rates.per / rates.denominator as rate_lower_95,
        limits.upper_95 * rates.per / rates.denominator as rate_upper_95,
        limits.lower_998 * rates.per / rates.denominator as rate_lower_998,
        limits.upper_998 * rates.per / rates.denominator as rate_upper_998
    from rates
    left join limits
        on rates.rate is not null
        and rates.measure <> 'direct_loss_yuan'
        and rates.numerator = limits.events
        and coalesce(rates.squares, -1) = coalesce(limits.squares, -1)
),

compared as (
    select
        limited.*,
        run.as_of,
        year_before.rate as prior_year_rate,
        published.value as published_rate,
        nation.value as national_rate,
        province.value as regional_rate,
        three_years.rate as rate_3y,
        three_years.lower_95 as rate_3y_lower_95,
        three_years.upper_95 as rate_3y_upper_95
    from limited
    cross join {{ ref('stg_run') }} as run
    left join limited as year_before
        on limited.indicator_id = year_before.indicator_id
        and limited.region_id = year_before.region_id
        and limited.period_kind = year_before.period_kind
        and year_before.period_end = {{ month_end_after('limited.period_end', -12) }}
    left join published
        on limited.indicator_id = published.indicator_id
        and limited.region_id = published.region_id
        and limited.period_kind = published.period_kind
        and limited.period_end = published.period_end
    left join published as nation
        on nation.region_id = '100000'
        and limited.indicator_id = nation.indicator_id
        and limited.period_kind = nation.period_kind
        and limited.period_end = nation.period_end
    left join published as province
        on province.region_id = '150000'
        and limited.indicator_id = province.indicator_id
        and limited.period_kind = province.period_kind
        and limited.period_end = province.period_end
    left join three_years
        on limited.period_kind = 'year'
        and limited.indicator_id = three_years.indicator_id
        and limited.region_id = three_years.region_id
        and limited.period_end = three_years.period_end
)

select
    indicator_id,
    region_id,
    period_kind,
    period_end,
    numerator,
    denominator,
    rate,
    rate_lower_95,
    rate_upper_95,
    rate_lower_998,
    rate_upper_998,
    limits_method,
    case
        when measure in ('deaths', 'deaths_and_missing') then deaths_squared / nullif(numerator, 0)
    end as dispersion,
    fatal_accidents,
    rate_3y,
    rate_3y_lower_95,
    rate_3y_upper_95,
    prior_year_rate,
    -- a percent on a zero base means nothing
    case when prior_year_rate > 0 then (rate / prior_year_rate - 1) * 100 end as change_pct,
    published_rate,
    national_rate,
    regional_rate,
    is_complete,
    is_provisional,
    origin,
    {{ rate_caveats() }} as caveats,
    {{ split_text('missing_months') }} as missing_months,
    stock_date,
    vintage,
    cast(rows_quarantined as bigint) as rows_set_aside,
    cast(rows_doubted as bigint) as rows_doubted,
    cast(files_waiting as bigint) as files_waiting,
    cast(denominator_rows_aside as bigint) as denominator_rows_set_aside,
    cast(denominator_files_waiting as bigint) as denominator_files_waiting,
    cast(corrections as bigint) as corrections,
    is_denominator_corrected,
    cast(accidents_at_unlisted_places as bigint) as accidents_at_unlisted_places
from compared
