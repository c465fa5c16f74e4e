-- A forecast of each year's end as it stood at the end of each of its months, beside what came.
with periods as (
    select * from {{ ref('int_forecast_periods') }}
),

forecasts as (
    select * from {{ ref('int_forecasts') }}
)

select
    periods.indicator_id,
    periods.region_id,
    cast(periods.year as bigint) as year,
    periods.period_end,
    cast(extract(month from periods.period_end) as bigint) as months,
    periods.value as count_so_far,
    forecasts.expected_count,
    {%- for name in ['median', 'lower_80', 'upper_80', 'lower_95', 'upper_95'] %}
    forecasts.{{ name }}_count,
    {%- endfor %}
    periods.exposure,
    {%- for name in ['median', 'lower_80', 'upper_80', 'lower_95', 'upper_95'] %}
    {{ rate('forecasts.' ~ name ~ '_count', 'periods.exposure', 'periods.per') }} as {{ name }}_rate,
    {%- endfor %}
    forecasts.chance_below_last_year,
    forecasts.chance_below_baseline,
    forecasts.chance_below_target,
    periods.actual_count,
    forecasts.pit,
    periods.reason,
    {{ codes_that_hold({
        'denominator_unknown': 'periods.exposure is null',
        'stock_carried_forward': "periods.stock_date < cast(periods.year || '-12-31' as date)",
        'denominator_projected': 'periods.is_projected',
        'rows_doubted': 'periods.rows_doubted > 0',
        'files_waiting': 'periods.files_waiting > 0',
        'attribute_unstated': 'periods.accidents_unstated > 0',
    }) }} as caveats,
    periods.stock_date,
    periods.rows_doubted,
    periods.files_waiting,
    periods.accidents_unstated
from periods
left join forecasts using (indicator_id, region_id, period_end)
