-- a correction whose expected value is gone has expired: the department mended its file
select
    form,
    key,
    column_name,
    expected,
    found,
    corrected,
    status
from {{ ref('fct_corrections') }}
where status <> 'applied'
