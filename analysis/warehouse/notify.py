"""Telling someone: a command of the office's own, with the message on its standard input."""

import logging
import shlex
import subprocess

from analysis.base.plain import plain
from analysis.base.settings import DataDir

TIMEOUT_SECONDS = 60
_NEW_RED = """
    select now.*, series.name_zh as name
    from marts.fct_signal_episodes as now
    inner join marts.dim_series as series on now.series = series.series
    anti join signals_before as before
        on now.series = before.series and now.region_id = before.region_id
        and now.rule = before.rule and now.level = before.level
        and now.start_period_end <= before.end_period_end
        and now.end_period_end >= before.start_period_end
    where now.level = 'red'
    order by now.peak_period_end, name
"""
log = logging.getLogger("safety")


def new_red_signals(data: DataDir, build_id: str) -> list[str]:
    """Red statistical signals of a build that the build published before it did not have; none for the
    first build, whose every signal would be new."""
    # what `send` does without: it tells also of a build that was stopped while these were loaded
    import polars as pl

    from analysis.marts.open import FILE_NAME, opened
    from analysis.marts.region_names import region_names
    from analysis.marts.rows import RegionRow, rows_of
    from analysis.marts.signal_words import episode_words

    folder = data.builds / build_id
    before = pl.read_parquet(folder / "register" / "before" / "signals.parquet", glob=False)
    rates_before = pl.read_parquet(folder / "register" / "before" / "rates.parquet", glob=False)
    if rates_before.is_empty():
        return []
    with opened(folder / FILE_NAME) as warehouse:
        warehouse.register("signals_before", before)
        rows = pl.DataFrame(warehouse.sql(_NEW_RED)).iter_rows(named=True)
        regions = rows_of(pl.DataFrame(warehouse.sql("from marts.dim_region")), RegionRow)
    names = region_names(regions, "zh")
    return [
        plain(f"{names[row['region_id']]}　{row['name']}：{episode_words(row, 'zh')}")
        for row in rows
    ]


def send(command: str, message: str) -> None:
    """Run `command` without a shell, with `message` on its input; its failure is only logged."""
    text = "\n".join(plain(line) for line in message.splitlines())
    try:
        subprocess.run(
            shlex.split(command), input=text.encode(), timeout=TIMEOUT_SECONDS, check=True
        )
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        log.error("notify: %s", error)
