{#- The value of a row of the settings seed. -#}
{% macro setting(name) -%}
    (select settings.value from {{ ref('settings') }} as settings where settings.setting = '{{ name }}')
{%- endmacro %}
