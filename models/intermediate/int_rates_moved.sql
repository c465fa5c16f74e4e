-- A rate has moved if it was published and now has another value, or none. A cause is a change of
-- the hand-ins of its events within the period, or of those of its denominator.
with before as (
    select
        *,
        {{ first_day_of_period('period_kind', 'period_end') }} as first_day
    from {{ source('before', 'rates') }}
    where rate is not null
),

now as (
    select * from {{ ref('fct_indicator_rates') }}
),

indicators as (
    select * from {{ ref('indicators') }}
),

-- which forms a series comes from
series_forms as (
    select distinct
        observed.series,
        hand_ins.form
    from {{ ref('int_denominators_unioned') }} as observed
    inner join {{ ref('stg_hand_ins') }} as hand_ins on observed.hand_in_id = hand_ins.hand_in_id
),

moved as (
    select
        before.indicator_id,
        before.region_id,
        before.period_kind,
        before.period_end,
        before.first_day,
        before.numerator as numerator_before,
        before.denominator as denominator_before,
        before.rate as rate_before,
        now.numerator,
        now.denominator,
        now.rate,
        indicators.event_domain,
        indicators.denominator_series
    from before
    inner join indicators on before.indicator_id = indicators.indicator_id
    left join now
        on before.indicator_id = now.indicator_id
        and before.region_id = now.region_id
        and before.period_kind = now.period_kind
        and before.period_end = now.period_end
    where
        now.rate is null
        or abs(now.rate - before.rate) > 1e-9 * greatest(abs(now.rate), abs(before.rate))
),

changed as (
    select
        int_hand_ins_changed.*,
        series_forms.series
    from {{ ref('int_hand_ins_changed') }} as int_hand_ins_changed
    left join series_forms on int_hand_ins_changed.form = series_forms.form
),

explained as (
    select distinct
        moved.indicator_id,
        moved.region_id,
        moved.period_kind,
        moved.period_end,
        changed.hand_in_id,
        changed.path,
        changed.correction_key
    from moved
    inner join changed
        on changed.period_start <= moved.period_end
        and (
            (
                moved.event_domain = changed.event_domain
                and changed.period_end >= moved.first_day
            )
            or (
                moved.denominator_series = changed.series
                and changed.period_end >= {{ month_end_after('moved.first_day', '-' ~ setting('stock_max_age_months')) }}
            )
        )
),

causes as (
    select
        indicator_id,
        region_id,
        period_kind,
        period_end,
        {{ joined_text('distinct hand_in_id', 'hand_in_id') }} as cause_hand_in_ids,
        {{ joined_text('distinct path', 'path') }} as cause_paths,
        {{ joined_text('distinct correction_key', 'correction_key') }} as correction_keys
    from explained
    group by indicator_id, region_id, period_kind, period_end
)

select
    moved.*,
    causes.cause_hand_in_ids,
    causes.cause_paths,
    causes.correction_keys,
    causes.cause_hand_in_ids is not null as has_cause
from moved
left join causes
    on moved.indicator_id = causes.indicator_id
    and moved.region_id = causes.region_id
    and moved.period_kind = causes.period_kind
    and moved.period_end = causes.period_end
