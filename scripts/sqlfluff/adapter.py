"""dbt's `adapter` for sqlfluff, which reads models without dbt: the macros of DuckDB."""

from collections.abc import Callable
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context


@pass_context
def dispatch(context: Context, name: str) -> Callable[..., Any]:
    """The macro of that `name` as DuckDB has it."""
    macro: Callable[..., Any] = context.resolve(f"duckdb__{name}")
    return macro
