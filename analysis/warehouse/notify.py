"""Telling someone: a command of the office's own, with the message on its standard input."""

import logging
import shlex
import subprocess

import duckdb
import polars as pl

from analysis.base.plain import plain
from analysis.base.settings import DataDir
from analysis.marts.open import FILE_NAME

TIMEOUT_SECONDS = 60
_NEW_RED = """
    select now.period_end, regions.name_zh, indicators.name_zh, now.message_zh
    from marts.fct_indicator_signals as now
    inner join marts.dim_indicator as indicators on now.indicator_id = indicators.indicator_id
    inner join marts.dim_region as regions on now.region_id = regions.region_id
    anti join signals_before as before
        on now.indicator_id = before.indicator_id and now.region_id = before.region_id
        and now.period_kind = before.period_kind and now.period_end = before.period_end
        and now.rule = before.rule and now.level = before.level
    where now.level = 'red'
    order by all
"""
log = logging.getLogger("safety")


def new_red_signals(data: DataDir, build_id: str) -> list[str]:
    """Red signals of a build that the build published before it did not have; none for the first
    build, whose every signal would be new."""
    folder = data.builds / build_id
    before = pl.read_parquet(folder / "register" / "before" / "signals.parquet", glob=False)
    rates_before = pl.read_parquet(folder / "register" / "before" / "rates.parquet", glob=False)
    if rates_before.is_empty():
        return []
    with duckdb.connect(folder / FILE_NAME, read_only=True) as warehouse:
        warehouse.register("signals_before", before)
        rows = warehouse.execute(_NEW_RED).fetchall()
    return [plain(f"{region}　{indicator}：{message}") for _, region, indicator, message in rows]


def send(command: str, message: str) -> None:
    """Run `command` without a shell, with `message` on its input; its failure is only logged."""
    text = "\n".join(plain(line) for line in message.splitlines())
    try:
        subprocess.run(
            shlex.split(command), input=text.encode(), timeout=TIMEOUT_SECONDS, check=True
        )
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        log.error("notify: %s", error)
