{#- What a reader must know of one rate: codes of the seed caveats, in its order. -#}
{% macro rate_caveats() -%}
    {{ codes_that_hold({
        'months_missing': 'missing_months is not null',
        'period_incomplete': 'not is_complete and missing_months is null'
            ~ ' and coalesce(rows_quarantined, 0) = 0 and period_end < as_of',
        'period_not_over': 'not is_complete and missing_months is null'
            ~ ' and coalesce(rows_quarantined, 0) = 0 and period_end >= as_of',
        'denominator_unknown': 'denominator is null',
        'denominator_zero': 'denominator <= 0',
        'stock_carried_forward': 'stock_date < period_end',
        'denominator_preliminary': "vintage = 'preliminary'",
        'denominator_verified': "vintage = 'verified'",
        'denominator_final': "vintage = 'final'",
        'rows_set_aside': 'rows_quarantined > 0',
        'rows_doubted': 'rows_doubted > 0',
        'files_waiting': 'files_waiting > 0',
        'denominator_files_waiting': 'denominator_files_waiting > 0',
        'denominator_rows_set_aside': 'denominator_rows_aside > 0',
        'corrected': 'corrections > 0',
        'denominator_corrected': 'is_denominator_corrected',
        'places_unlisted': "region_id = '150621' and accidents_at_unlisted_places > 0",
    }) }}
{%- endmacro %}
