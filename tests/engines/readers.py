"""``python -m tests.engines.readers DATA READERS END``: readers, a thread each, that open what is published
and look at it until the file END is there, each saying at last what it saw."""

import json
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from analysis.base.settings import DataDir
from analysis.marts import connect

# seconds, so many that readers leave builds the processors
_FIRST_WITHIN, _PAUSE = 30, 8
_LOOKS = 8  # at one that is open, which must not change


def read(data: DataDir, end: Path) -> list[tuple[str, int]]:
    """The builds that were published, and whether their trap was sprung."""
    seen = set()
    time.sleep(random.uniform(0, _FIRST_WITHIN))
    while not end.exists():
        if data.current.exists():
            seen.add(look(data, end))
        time.sleep(1)
    return sorted(seen)


def look(data: DataDir, end: Path) -> tuple[str, int]:
    with connect(data) as warehouse:
        query = "select build_id, sprung from staging.stg_run, main.trap"
        (first,) = warehouse.sql(query).fetchall()
        for _ in range(_LOOKS):
            if not end.exists():
                time.sleep(_PAUSE)
                assert warehouse.sql(query).fetchall() == [first]
    return first


def main() -> None:
    data, readers, end = DataDir(Path(sys.argv[1])), int(sys.argv[2]), Path(sys.argv[3])
    with ThreadPoolExecutor(readers) as threads:
        for seen in threads.map(lambda _: read(data, end), range(readers)):
            print(json.dumps(seen), flush=True)


if __name__ == "__main__":
    main()
