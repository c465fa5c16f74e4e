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
    where not has_cause
),

changed as (
    select * from {{ ref('int_hand_ins_changed') }}
),

totals_before as (
    {%- for measure in ['accidents', 'deaths', 'direct_loss_yuan'] %}
    select
        '{{ measure }}' as what,
        event_domain,
        year,
        {{ measure }} as value
    from {{ source('before', 'events') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

totals_now as (
    {%- for measure in ['accidents', 'deaths', 'direct_loss_yuan'] %}
    select
        '{{ measure }}' as what,
        event_domain,
        year,
        {{ measure }} as value
    from {{ ref('fct_yearly_totals') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

totals as (
    select
        before.what,
        before.event_domain as subject,
        '150621' as region_id,
        'year' as period_kind,
        cast(before.year || '-12-31' as date) as period_end,
        before.value as value_before,
        coalesce(now.value, 0) as value
    from totals_before as before
    left join totals_now as now
        on before.what = now.what
        and before.event_domain = now.event_domain
        and before.year = now.year
    left join changed
        on before.event_domain = changed.event_domain
        and before.year between extract(year from changed.period_start)
        and extract(year from changed.period_end)
    where
        changed.hand_in_id is null
        and abs(coalesce(now.value, 0) - before.value) > 1e-9 * abs(before.value)
),

denominators as (
    select
        'denominator' as what,
        before.series as subject,
        before.region_id,
        cast(null as varchar) as period_kind,
        before.period_end,
        before.value as value_before,
        now.value
    from {{ source('before', 'denominators') }} as before
    left join {{ ref('fct_denominators') }} as now
        on before.series = now.series
        and before.region_id = now.region_id
        and before.period_end = now.period_end
    where
        (now.value is null or abs(now.value - before.value) > 1e-9 * abs(before.value))
        and not exists (
            select 1
            from changed
            where
                changed.event_domain is null
                and changed.period_start <= before.period_end
                and changed.period_end >= before.period_end
        )
),

together as (
    select * from rates
    union all
    select * from totals
    union all
    select * from denominators
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
