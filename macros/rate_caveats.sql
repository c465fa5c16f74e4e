{#- What a reader must know of one rate: codes of the seed caveats, in its order. -#}
{% macro rate_caveats() -%}
    {{ codes_that_hold({
        'months_missing': 'missing_months is not null',
        'period_incomplete': 'not is_complete and missing_months is null'
            ~ ' and rows_set_aside = 0 and not is_to_come',
        'period_not_over': 'not is_complete and is_to_come',
        'defined_anew': 'is_defined_anew and prior_year_rate is not null',
        'defined_anew_within': 'is_mixed',
        'denominator_unknown': 'denominator is null',
        'denominator_zero': 'denominator <= 0',
        'stock_carried_forward': 'denominator is not null and stock_date < period_end',
        'denominator_preliminary': "denominator is not null and vintage = 'preliminary'",
        'denominator_verified': "denominator is not null and vintage = 'verified'",
        'denominator_final': "denominator is not null and vintage = 'final'",
        'denominator_mixed': "denominator is not null and vintage = 'mixed'",
        'rows_set_aside': 'rows_set_aside > 0',
        'rows_doubted': 'rows_doubted > 0',
        'files_waiting': 'files_waiting > 0',
        'files_released': 'files_released > 0',
        'denominator_files_waiting': 'denominator_files_waiting > 0',
        'denominator_rows_set_aside': 'denominator_rows_set_aside > 0',
        'corrected': 'corrections > 0',
        'denominator_corrected': 'is_denominator_corrected',
        'places_unlisted': "is_own and accidents_at_unlisted_places > 0",
        'attribute_unstated': 'accidents_unstated > 0',
    }) }}
{%- endmacro %}
