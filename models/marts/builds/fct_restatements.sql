-- Restatements found by this build, and those that the builds before it found.
with earlier as (
    select * from {{ ref('stg_before_restatements') }}
),

new as (
    select
        run.build_id,
        run.as_of as restated_on,
        moved.indicator_id,
        moved.region_id,
        moved.period_kind,
        moved.period_end,
        moved.numerator_before,
        moved.denominator_before,
        moved.rate_before,
        moved.numerator,
        moved.denominator,
        moved.rate,
        moved.cause_hand_in_ids,
        moved.cause_paths,
        moved.correction_keys
    from {{ ref('int_rates_moved') }} as moved
    cross join {{ ref('stg_run') }} as run
    where moved.has_cause
)

select * from earlier
union all
select * from new
