-- Counts of every series by region and period, 0 where nothing happened; and those published around.
with terms as (
    select *, count(*) over (partition by basis, period_kind, period_end) as wanted
    from {{ ref('int_period_terms') }}
),

coverage as (
    select
        months.event_domain, months.region_id, terms.period_kind, terms.period_end, terms.first_day,
        count(case when months.is_covered then 1 end) = terms.wanted as is_complete,
        {{ listed(
            'case when not months.is_covered and months.is_due then left(cast(months.month_end as varchar), 7) end',
            'months.month_end'
        ) }} as missing_months
    from terms
    inner join {{ ref('int_months_covered') }} as months on terms.moment = months.month_end
    where terms.basis = 'count'
    group by months.event_domain, months.region_id, terms.period_kind, terms.period_end, terms.first_day, terms.wanted
    -- a period of twelve months and more that reaches back before the first month does not exist
    having count(*) = terms.wanted or terms.period_kind in ('month', 'quarter', 'ytd', 'year')
),

summed as (
    select
        months.series, months.region_id, terms.period_kind, terms.period_end,
        {%- for name in ['value', 'deaths_squared', 'fatal_accidents', 'accidents_at_unlisted_places', 'accidents_unstated'] %}
        sum(months.{{ name }}) as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from terms
    inner join {{ ref('int_counts_by_month') }} as months on terms.moment = months.month_end and terms.basis = 'count'
    group by months.series, months.region_id, terms.period_kind, terms.period_end
),

-- an attribute that no accident of a domain states is unknown, and so is a count by it
stated as (
    select series, event_domain, measure from {{ ref('series') }}
    where
        filter_column is null
        or series in (select distinct series from {{ ref('int_counts_by_month') }} where accidents > accidents_unstated)
        or event_domain not in (select distinct domain from {{ ref('fct_accidents') }})
),

counted as (
    select
        stated.series, coverage.* exclude (event_domain),
        cast(coalesce(summed.value, 0) as double) as value,
        cast(case when measures.counts_dead then coalesce(summed.deaths_squared, 0) end as double) as deaths_squared,
        cast(coalesce(summed.fatal_accidents, 0) as double) as fatal_accidents,
        cast(coalesce(summed.accidents_at_unlisted_places, 0) as bigint) as accidents_at_unlisted_places,
        cast(coalesce(summed.accidents_unstated, 0) as bigint) as accidents_unstated,
        'hand_in' as origin
    from coverage
    inner join stated using (event_domain)
    inner join {{ ref('event_measures') }} using (event_domain, measure)
    inner join {{ ref('measures') }} as measures using (measure)
    left join summed using (series, region_id, period_kind, period_end)
),

published as (
    select
        figures.series, figures.region_id, terms.period_kind, terms.period_end, terms.first_day,
        true as is_complete,
        null as missing_months,
        sum(figures.value) as value,
        {%- for name in ['deaths_squared', 'fatal_accidents', 'accidents_at_unlisted_places', 'accidents_unstated'] %}
        null as {{ name }},
        {%- endfor %}
        'published' as origin
    from terms
    inner join {{ ref('stg_published_figures') }} as figures
        on terms.moment = figures.period_end and terms.basis = figures.period_kind || '_count'
    where figures.kind = 'count' and not coalesce(figures.is_own, false)
    group by figures.series, figures.region_id, terms.period_kind, terms.period_end, terms.first_day, terms.wanted
    having count(*) = terms.wanted
)

select * from counted
union all
-- what hand-ins count is not taken from elsewhere
select * from published anti join counted using (series, region_id, period_kind, period_end)
