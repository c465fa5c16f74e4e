{#- What a reader must know of one rate, in Chinese; null where there is nothing to say. -#}
{% macro rate_note() -%}
    nullif(concat_ws(
        '；',
        case when missing_months is not null then '缺报：' || missing_months end,
        case
            when not is_complete and missing_months is null and coalesce(rows_quarantined, 0) = 0
                then case when period_end < as_of then '本期部分月份缺报' else '本期尚未结束' end
        end,
        case
            when denominator is null then '分母未知'
            when denominator <= 0 then '分母为零'
        end,
        case
            when stock_date < period_end
                then '分母沿用' || cast(stock_date as varchar) || '存量'
        end,
        case vintage
            when 'preliminary' then '分母为初步核算数'
            when 'verified' then '分母为初步核实数'
            when 'final' then '分母为最终核实数'
        end,
        case
            when rows_quarantined > 0
                then '另有' || cast(cast(rows_quarantined as bigint) as varchar) || '行待核，未计入'
        end,
        case
            when rows_doubted > 0
                then '另有' || cast(cast(rows_doubted as bigint) as varchar) || '行存疑，已计入'
        end,
        case
            when files_waiting > 0
                then '另有' || cast(cast(files_waiting as bigint) as varchar) || '份报送待核'
        end,
        case
            when denominator_files_waiting > 0
                then '分母另有' || cast(cast(denominator_files_waiting as bigint) as varchar) || '份报送待核'
        end,
        case
            when denominator_rows_aside > 0
                then '分母报送中有' || cast(cast(denominator_rows_aside as bigint) as varchar) || '行待核'
        end,
        case
            when corrections > 0 then '含本级更正' || cast(corrections as varchar) || '处'
        end,
        case when is_denominator_corrected then '分母含本级更正' end,
        case
            when region_id = '150621' and accidents_at_unlisted_places > 0
                then cast(cast(accidents_at_unlisted_places as bigint) as varchar) || '起地点不明，只计入全旗'
        end
    ), '')
{%- endmacro %}
