-- Every indicator over its own denominator for every region and period that it exists for.
with indicators as (
    select * from {{ ref('indicators') }}
),

events as (
    select * from {{ ref('int_events_by_period') }}
),

denominators as (
    select * from {{ ref('int_denominators_by_period') }}
),

-- a township has rows of an indicator only where its denominator is known for townships
served as (
    select distinct series, region_id from {{ ref('int_denominators_unioned') }}
    union
    select series, '150621' as region_id from {{ ref('denominator_series') }}
),

numerators as (
    select
        indicators.indicator_id,
        indicators.per,
        indicators.measure,
        indicators.denominator_series,
        indicators.denominator_basis,
        events.region_id,
        events.period_kind,
        events.period_end,
        {{ measure_value('indicators.measure', 'events') }} as numerator,
        events.deaths_squared,
        events.fatal_accidents,
        events.accidents_at_unlisted_places,
        events.is_complete,
        events.missing_months,
        events.rows_quarantined,
        events.rows_doubted,
        events.files_waiting,
        events.corrections,
        events.origin
    from indicators
    inner join events
        on indicators.event_domain = events.event_domain
        and indicators.event_filter = events.event_filter
    inner join served
        on indicators.denominator_series = served.series and events.region_id = served.region_id
    -- a flow exists only for spans that end with a quarter
    where
        indicators.denominator_basis <> 'flow'
        or (events.period_kind <> 'month' and extract(month from events.period_end) in (3, 6, 9, 12))
),

-- a span over several sums since January may hold any of them
corrected as (
    select
        series,
        region_id,
        period_end
    from {{ ref('int_denominators_unioned') }}
    where is_corrected
),

-- files that would give another denominator if somebody had acted on them, and rows that one lacks
doubts as (
    select
        feeds.series,
        hand_ins.period_start as first_day,
        hand_ins.period_end as last_day,
        1 as files_waiting,
        0 as rows_aside
    from {{ ref('stg_hand_ins') }} as hand_ins
    inner join {{ ref('stg_feeds') }} as feeds on hand_ins.form = feeds.form
    where hand_ins.waits
    union all
    select
        feeds.series,
        bookings.first_day,
        bookings.last_day,
        0 as files_waiting,
        1 as rows_aside
    from {{ ref('stg_bookings') }} as bookings
    inner join {{ ref('stg_feeds') }} as feeds on bookings.form = feeds.form
    where bookings.fate = 'set_aside'
),

denominator_doubts as (
    select
        indicators.denominator_series as series,
        periods.period_kind,
        periods.period_end,
        sum(doubts.files_waiting) as files_waiting,
        sum(doubts.rows_aside) as rows_aside
    from (
        select distinct
            indicators.denominator_series,
            series.kind
        from indicators
        inner join {{ ref('denominator_series') }} as series
            on indicators.denominator_series = series.series
    ) as indicators
    cross join (select distinct period_kind, period_end from events) as periods
    inner join doubts
        on indicators.denominator_series = doubts.series
        -- a stock serves for a year and a half, a flow for the twelve months that it is added up from
        and doubts.first_day <= periods.period_end
        and doubts.last_day >= case
            when indicators.kind = 'flow' then {{ month_end_after('periods.period_end', -11) }}
            else {{ month_end_after('periods.period_end', -18) }}
        end
    group by indicators.denominator_series, periods.period_kind, periods.period_end
)

select
    numerators.*,
    denominator_doubts.files_waiting as denominator_files_waiting,
    denominator_doubts.rows_aside as denominator_rows_aside,
    denominators.value as denominator,
    denominators.stock_date,
    denominators.vintage,
    (
        select count(*) > 0
        from corrected
        where
            corrected.series = denominators.series
            and corrected.region_id = denominators.region_id
            and (
                corrected.period_end = denominators.stock_date
                or (
                    denominators.basis = 'flow'
                    and denominators.period_kind in ('quarter', 'r12m')
                    and corrected.period_end < denominators.period_end
                    and corrected.period_end >= {{ month_end_after('denominators.period_end', -12) }}
                )
            )
    ) as is_denominator_corrected,
    coalesce(denominators.is_provisional, false) as is_provisional,
    case
        when numerators.is_complete
            then {{ rate('numerators.numerator', 'denominators.value', 'numerators.per') }}
    end as rate
from numerators
left join denominators
    on numerators.denominator_series = denominators.series
    and numerators.denominator_basis = denominators.basis
    and numerators.region_id = denominators.region_id
    and numerators.period_kind = denominators.period_kind
    and numerators.period_end = denominators.period_end
left join denominator_doubts
    on numerators.origin = 'hand_in'
    and numerators.denominator_series = denominator_doubts.series
    and numerators.period_kind = denominator_doubts.period_kind
    and numerators.period_end = denominator_doubts.period_end
where numerators.numerator is not null
