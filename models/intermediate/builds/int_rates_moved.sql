-- A rate has moved if it was published and now has another value, or none; where it had none for want
-- of a denominator, if its complete count has moved. A cause is a change of hand-ins that feed its
-- series: of a count within the period, of a flow or stock as far back as one may be used.
with before as (
    select * from {{ ref('stg_before_rates') }}
    where rate is not null or is_complete
),

indicators as (
    select * from {{ ref('indicators') }}
),

first_days as (
    select distinct period_kind, period_end, first_day
    from {{ ref('int_period_terms') }}
),

moved as (
    select
        before.indicator_id,
        before.region_id,
        before.period_kind,
        before.period_end,
        before.numerator as numerator_before,
        before.denominator as denominator_before,
        before.rate as rate_before,
        now.numerator,
        now.denominator,
        now.rate
    from before
    inner join indicators using (indicator_id)
    left join {{ ref('int_rates') }} as now using (indicator_id, region_id, period_kind, period_end)
    where
        case
            when before.rate is null then now.numerator is distinct from before.numerator
            else
                now.rate is null
                or abs(now.rate - before.rate) > 1e-9 * greatest(abs(now.rate), abs(before.rate))
        end
),

causes as (
    select
        moved.indicator_id,
        moved.region_id,
        moved.period_kind,
        moved.period_end,
        {{ joined_distinct('changed.hand_in_id') }} as cause_hand_in_ids,
        {{ joined_distinct('changed.path') }} as cause_paths,
        {{ joined_distinct('changed.correction_key') }} as correction_keys
    from moved
    inner join indicators using (indicator_id)
    inner join {{ ref('int_hand_ins_changed') }} as changed
        on changed.series in (indicators.numerator_series, indicators.denominator_series)
    inner join {{ ref('series') }} as series using (series)
    left join first_days
        on moved.period_kind = first_days.period_kind and moved.period_end = first_days.period_end
    where
        -- it only adds, and leaves months open
        changed.is_first and series.kind = 'count' and moved.rate is null and moved.numerator >= moved.numerator_before
        or changed.period_start <= moved.period_end
        and changed.period_end >= case series.kind
        -- a period that exists no more went with its hand-ins
        when 'count' then coalesce(first_days.first_day, {{ month_end_after('moved.period_end', -12) }})
        else {{ month_end_after(
            'coalesce(first_days.first_day, ' ~ month_end_after('moved.period_end', -12) ~ ')',
            '-cast(' ~ setting('stock_max_age_months') ~ ' as integer)'
        ) }}
    end
    group by moved.indicator_id, moved.region_id, moved.period_kind, moved.period_end
)

select
    moved.*,
    causes.cause_hand_in_ids,
    causes.cause_paths,
    causes.correction_keys,
    causes.cause_hand_in_ids is not null as has_cause
from moved
left join causes using (indicator_id, region_id, period_kind, period_end)
