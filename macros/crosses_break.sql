{#- Whether the way in which a domain is counted changed within a stretch of time. -#}
{% macro crosses_break(event_domain, first_day, last_day) -%}
    exists (
        select 1
        from {{ ref('definition_breaks') }} as breaks
        where
            breaks.event_domain = {{ event_domain }}
            and not breaks.allows_comparison
            and breaks.effective_from > {{ first_day }}
            and breaks.effective_from <= {{ last_day }}
    )
{%- endmacro %}
