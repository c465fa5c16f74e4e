-- The value of every series for every period, on every basis, complete where every term is found and
-- no row of its days was set aside; with what a reader must know of it.
{%- set counts = ['deaths_squared', 'fatal_accidents', 'accidents_at_unlisted_places', 'accidents_unstated'] %}
with periods as (
    select basis, period_kind, period_end, first_day, count(*) as wanted
    from {{ ref('int_period_terms') }}
    where basis in ('flow', 'end', 'average')
    group by basis, period_kind, period_end, first_day
),

-- the own region has every period, with or without a value
served as (
    select distinct series, region_id, kind from {{ ref('int_measured') }}
    union
    select series.series, regions.region_id, series.kind
    from {{ ref('series') }} as series
    inner join {{ ref('regions') }} as regions on regions.is_own
),

measured as (
    select
        periods.basis, periods.period_kind, periods.period_end, periods.first_day, served.series, served.region_id,
        count(found.moment) = periods.wanted as is_complete,
        -- a sum that lacks a term is none
        case when count(found.moment) = periods.wanted then sum(found.weight * found.value) end as value,
        max(found.value_date) as value_date,
        case when count(distinct found.vintage) > 1 then 'mixed' else max(found.vintage) end as vintage,
        bool_or(found.is_provisional) as is_provisional, bool_or(found.is_corrected) as is_corrected,
        case when bool_or(found.origin = 'published') then 'published' else 'hand_in' end as origin
    from periods
    inner join served on served.kind = case periods.basis when 'flow' then 'flow' else 'stock' end
    left join {{ ref('int_measured_terms') }} as found using (basis, period_kind, period_end, series, region_id)
    group by periods.basis, periods.period_kind, periods.period_end, periods.first_day, periods.wanted, served.series, served.region_id
),

valued as (
    select
        'count' as basis, series, region_id, period_kind, period_end, first_day, is_complete, missing_months, value,
        {{ counts | join(', ') }},
        null as value_date, null as vintage, false as is_provisional, false as is_corrected, origin
    from {{ ref('int_counts_by_period') }}
    union all
    select
        basis, series, region_id, period_kind, period_end, first_day, is_complete, null as missing_months, value,
        {%- for name in counts %} null as {{ name }},{% endfor %}
        value_date, vintage, is_provisional, is_corrected, origin
    from measured
),

-- the days on which a booking matters: a stock serves for a year and a half, a flow adds up a year's sums
booked as (
    select
        valued.series, valued.basis, valued.region_id, valued.period_kind, valued.period_end,
        {%- for fate in ['set_aside', 'doubted', 'waiting', 'released', 'corrected', 'to_come'] %}
        count(distinct case when bookings.fate = '{{ fate }}' then bookings.item end) as {{ fate }}{{ ',' if not loop.last }}
        {%- endfor %}
    from valued
    inner join (select distinct region_id, related_region_id from {{ ref('int_regions') }}) as needed on valued.region_id = needed.region_id
    inner join {{ ref('stg_bookings') }} as bookings
        on valued.series = bookings.series
        and needed.related_region_id = bookings.reporting_region_id
        and bookings.first_day <= valued.period_end
        and bookings.last_day >= case valued.basis
            when 'count' then valued.first_day
            when 'flow' then {{ month_end_after('valued.period_end', -11) }}
            else {{ month_end_after('valued.period_end', '-cast(' ~ setting('stock_max_age_months') ~ ' as integer)') }}
        end
    group by valued.series, valued.basis, valued.region_id, valued.period_kind, valued.period_end
)

select
    valued.* exclude (is_complete, is_provisional, is_corrected),
    valued.is_complete and (valued.basis <> 'count' or coalesce(booked.set_aside, 0) = 0) as is_complete,
    coalesce(valued.is_provisional, false) as is_provisional, coalesce(valued.is_corrected, false) as is_corrected,
    coalesce(booked.set_aside, 0) as rows_set_aside, coalesce(booked.doubted, 0) as rows_doubted,
    coalesce(booked.waiting, 0) as files_waiting, coalesce(booked.released, 0) as files_released,
    coalesce(booked.corrected, 0) as corrections,
    coalesce(booked.to_come, 0) > 0 as is_to_come
from valued
left join booked using (series, basis, region_id, period_kind, period_end)
