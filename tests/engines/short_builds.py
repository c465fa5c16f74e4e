"""``python -m tests.engines.short_builds DATA 0 1 …``: builds of some models, a 1 for each whose test must
fail."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import analysis.warehouse.dbt as dbt
from analysis import pipeline
from analysis.base.settings import PROJECT, DataDir
from analysis.warehouse.home import use

_PART = ["--select", "+fct_builds", "stg_run", "trap", "--indirect-selection", "cautious"]
_TRAP = "select cast({{ env_var('SAFETY_TRAP') }} as integer) as sprung"
_TEST = """models:
- name: trap
  columns:
  - {name: sprung, data_tests: [{accepted_values: {arguments: {values: [0], quote: false}}}]}
"""


def write_home(home: Path) -> None:
    """A place with a table that springs the test of what must not be seen."""
    (home / "seeds").mkdir(parents=True)
    (home / "models").mkdir()
    (home / "seeds/regions.csv").write_bytes((PROJECT / "seeds/regions.csv").read_bytes())
    (home / "models/trap.sql").write_text(_TRAP, encoding="utf-8")
    (home / "models/trap.yml").write_text(_TEST, encoding="utf-8")


def in_part(call_dbt: Callable[..., int]) -> Callable[..., int]:
    return lambda words, *more: call_dbt([*words, *_PART], *more)


def main() -> None:
    data: Any = DataDir(Path(sys.argv[1]))
    use(data)
    dbt.call_dbt = in_part(dbt.call_dbt)
    pipeline._page_makers, pipeline._write_pages = dict, lambda _: ["no page"]
    for trap in sys.argv[2:]:
        os.environ["SAFETY_TRAP"] = trap
        result = pipeline.build(data)
        assert result.is_published == (trap == "0"), result


if __name__ == "__main__":
    main()
