select * from {{ ref('int_verdicts') }}
