{#- Rows of a relation once for the banner, which counts every accident, and once for their township
    where it is known. -#}
{% macro by_counted_region(relation) -%}
    select *, '150621' as counted_region_id from {{ relation }}
    union all
    select *, region_id as counted_region_id from {{ relation }} where township_known
{%- endmacro %}
