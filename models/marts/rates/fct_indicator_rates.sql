-- The rates with their limits, beside those of the year before, of three years, and of the areas around.
with limited as (
    select
        rates.*,
        -- none in what was handed in of a period that is not whole says nothing
        case when rates.is_complete or rates.numerator > 0 then rates.numerator end as known_numerator,
        regions.is_own,
        limits.limits_method,
        {%- for name in ['lower_95', 'upper_95', 'lower_998', 'upper_998'] %}
        limits.{{ name }} * rates.per / rates.denominator as rate_{{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('int_rates') }} as rates
    inner join {{ ref('regions') }} as regions on rates.region_id = regions.region_id
    left join {{ ref('int_count_limits') }} as limits
        -- an equality: what is asked of one side alone makes DuckDB hold every row to every other
        on case when rates.rate is not null and rates.is_number_of_events then rates.numerator end = limits.events
        and rates.squares is not distinct from limits.squares
),

published as (
    select figures.*, regions.level
    from {{ ref('stg_published_figures') }} as figures
    inner join {{ ref('regions') }} as regions on figures.region_id = regions.region_id
    where figures.kind = 'rate'
),

compared as (
    select
        limited.*,
        year_before.rate as prior_year_rate, year_before.known_numerator as prior_year_numerator,
        {{ crosses_break('limited.event_domain', 'year_before.first_day', 'limited.period_end') }} as is_defined_anew,
        {{ crosses_break('limited.event_domain', 'limited.first_day', 'limited.period_end') }} as is_mixed,
        published.value as published_rate,
        nation.value as national_rate,
        province.value as regional_rate,
        three_years.rate as rate_3y,
        three_years.rate_lower_95 as rate_3y_lower_95,
        three_years.rate_upper_95 as rate_3y_upper_95
    from limited
    left join limited as year_before
        on limited.indicator_id = year_before.indicator_id
        and limited.region_id = year_before.region_id
        and limited.period_kind = year_before.period_kind
        and year_before.period_end = {{ month_end_after('limited.period_end', -12) }}
    left join limited as three_years
        on case limited.period_kind when 'year' then 'three_years' end = three_years.period_kind
        and not three_years.crosses_break
        and limited.indicator_id = three_years.indicator_id
        and limited.region_id = three_years.region_id
        and limited.period_end = three_years.period_end
    {%- for name, condition in [
        ('published', 'limited.region_id = published.region_id'),
        ('nation', "nation.level = 'nation'"),
        ('province', "province.level = 'province'"),
    ] %}
    left join published as {{ name }}
        on {{ condition }}
        and limited.indicator_id = {{ name }}.indicator_id
        and limited.period_kind = {{ name }}.period_kind
        and limited.period_end = {{ name }}.period_end
    {%- endfor %}
    where limited.period_kind in ('month', 'quarter', 'ytd', 'year', 'r12m')
)

select
    indicator_id, region_id, period_kind, period_end,
    known_numerator as numerator, denominator, rate, rate_lower_95, rate_upper_95, rate_lower_998, rate_upper_998, limits_method,
    deaths_squared / nullif(known_numerator, 0) as dispersion, fatal_accidents,
    rate_3y, rate_3y_lower_95, rate_3y_upper_95, prior_year_rate, prior_year_numerator,
    -- a percent on a base of none or few, or across a changed definition, means nothing
    case
        when prior_year_rate > 0 and not (is_defined_anew or {{ are_few('prior_year_numerator') }}) then (rate / prior_year_rate - 1) * 100
    end as change_pct,
    published_rate, national_rate, regional_rate, is_complete, is_provisional, origin,
    -- what a reader must know, and the figures that it stands on
    {{ rate_caveats() }} as caveats,
    missing_months, stock_date, vintage, rows_set_aside, rows_doubted, files_waiting, files_released,
    denominator_rows_set_aside, denominator_files_waiting, corrections, is_denominator_corrected,
    accidents_at_unlisted_places, accidents_unstated
from compared
