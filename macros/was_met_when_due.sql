{#- Whether a target was met on its day, of the rows of it in a window `of_target`: by a figure of its day, or of the
    quarter before it unless the first one after it says otherwise. What is built stays built, and what was not built
    after the day was not on it. Null where no figure says. -#}
{% macro was_met_when_due() -%}
    {%- set in_time = "case when period_end <= due_date then period_end end" -%}
    {%- set near = "case when " ~ months_between('period_end', 'due_date') ~ " between 0 and 3 then " ~ in_time ~ " end" -%}
    {%- set after = "case when period_end > due_date then period_end end" -%}
    case
        when kind = 'milestone' and bool_or(is_met and period_end <= due_date) over of_target then true
        when kind = 'milestone' and bool_or(not is_met and period_end >= due_date) over of_target then false
        when max_by(is_met, {{ near }}) over of_target and not min_by(is_met, {{ after }}) over of_target
            and max({{ in_time }}) over of_target < date_trunc('month', due_date) then null
        else max_by(is_met, {{ near }}) over of_target
    end
{%- endmacro %}
