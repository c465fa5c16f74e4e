-- Figures that moved although nothing that was handed in explains it: the code or a seed did it.
with rates as (
    select
        'rate' as what,
        indicator_id as subject,
        region_id,
        period_kind,
        period_end,
        rate_before as value_before,
        rate as value
    from {{ ref('int_rates_moved') }}
    -- a count that has no rate is among the values of series
    where not has_cause and rate_before is not null
),

series_values as (
    select
        before.kind as what,
        before.series as subject,
        before.region_id,
        case before.kind when 'count' then 'month' end as period_kind,
        before.period_end,
        before.value as value_before,
        -- a month without a row of a count is one in which nothing happened
        coalesce(now.value, case before.kind when 'count' then 0 end) as value
    from {{ ref('stg_before_series_values') }} as before
    -- a series that is defined no more is no figure that moved
    inner join {{ ref('series') }} as series on before.series = series.series
    left join {{ ref('fct_series_values') }} as now
        on before.series = now.series
        and before.region_id = now.region_id
        and before.period_end = now.period_end
    left join {{ ref('int_hand_ins_changed') }} as changed
        on before.series = changed.series
        and before.period_end >= changed.period_start
        and before.period_end <= last_day(changed.period_end)
    where
        changed.hand_in_id is null
        and (
            coalesce(now.value, case before.kind when 'count' then 0 end) is null
            or abs(coalesce(now.value, 0) - before.value) > 1e-9 * abs(before.value)
        )
),

together as (
    select * from rates
    union all
    select * from series_values
),

measured as (
    select
        *,
        case
            when value is null or value_before = 0 then 100
            else abs(value / value_before - 1) * 100
        end as moved_pct
    from together
)

select
    measured.what,
    measured.subject,
    measured.region_id,
    measured.period_kind,
    measured.period_end,
    measured.value_before,
    measured.value,
    measured.moved_pct,
    measured.moved_pct > {{ setting('drift_bound_pct') }} and run.drift_accepted_because is null
        as is_blocking,
    run.drift_accepted_because
from measured
cross join {{ ref('stg_run') }} as run
