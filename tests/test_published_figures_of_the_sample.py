"""The whole way: what the invented world truly held is what the marts say."""

import subprocess
import sys

import polars as pl
import pytest

from analysis.base.settings import DataDir
from analysis.marts import connect, mart
from analysis.pipeline import build
from tests.conftest import Published
from tests.expected import (
    assert_accidents_as_invented,
    assert_rates_as_invented,
    deaths,
    gdp_to_date,
)


def _row(published: Published, *key: object) -> tuple[object, ...]:
    with connect(published.data) as warehouse:
        return warehouse.execute(
            "select numerator, denominator, rate, is_complete from marts.fct_indicator_rates "
            "where indicator_id = ? and region_id = ? and period_kind = ? and period_end = ?",
            key,
        ).fetchone()


def test_nothing_of_the_messy_sample_is_refused(published: Published) -> None:
    assert published.result.is_published, published.result.failures
    hand_ins = mart("fct_hand_ins", published.data)
    assert set(hand_ins["status"]) == {"accepted", "superseded"}
    assert hand_ins["rows_quarantined"].sum() == 0
    assert hand_ins["control_total_ok"].drop_nulls().all()


def test_yearly_rates_are_right_to_the_last_death(published: Published) -> None:
    with connect(published.data) as warehouse:
        assert_rates_as_invented(warehouse, published.world, published.world.years)


def test_gdp_of_a_rolling_year_takes_the_revised_fourth_quarter(published: Published) -> None:
    world = published.world
    found = _row(published, "production_deaths_per_100m_gdp", "150621", "r12m", "2023-03-31")
    numerator = deaths(world, "production", 2022, range(4, 13))
    numerator += deaths(world, "production", 2023, range(1, 4))
    denominator = (
        gdp_to_date(world, 2023, 1)
        + gdp_to_date(world, 2022, 4, True)
        - gdp_to_date(world, 2022, 1)
    )
    assert found[:2] == (numerator, pytest.approx(denominator, rel=1e-12))


def test_counts_of_the_townships_add_up_to_the_banner(published: Published) -> None:
    with connect(published.data) as warehouse:
        sums = warehouse.execute(
            "select region_id = '150621', sum(numerator) from marts.fct_indicator_rates "
            "where indicator_id = 'fire_accidents_per_100k_population' and period_kind = 'year' "
            "and origin = 'hand_in' group by 1"
        ).fetchall()
    assert dict(sums)[True] == dict(sums)[False] > 0


def test_accidents_by_domain_and_year(published: Published) -> None:
    with connect(published.data) as warehouse:
        assert_accidents_as_invented(warehouse, published.world, published.world.years)


def _found(secrets: set[str], searched: list[bytes]) -> list[int]:
    """Which of what was searched holds any secret; bytes as letters, so that all are looked for at once."""
    words = [secret.encode().decode("latin-1") for secret in secrets]
    texts = (pl.Series([text.decode("latin-1")]) for text in searched)
    return [at for at, text in enumerate(texts) if text.str.contains_any(words).any()]


def test_no_personal_value_is_anywhere_but_in_the_archive(published: Published) -> None:
    people = {e for e in published.world.events if e.domain in ("production", "road")}
    secrets = {e.phone for e in people} | {e.id_number for e in people} | {e.plate for e in people}
    kept = [
        path.read_bytes()
        for folder in (published.data.raw, published.data.warehouse)
        for path in folder.rglob("*")
        if path.is_file()
    ]
    with connect(published.data) as warehouse:
        names = warehouse.execute("select schema_name, table_name from duckdb_tables()").fetchall()
        tables = [str(warehouse.table(f"{s}.{t}").fetchall()).encode() for s, t in names]
    rows = [str(pl.read_parquet(p).rows()).encode() for p in published.data.raw.rglob("*.parquet")]
    searched = [*kept, *tables, *rows]
    assert len(searched) > 300
    assert len(secrets) > 300
    assert not _found(secrets, searched)
    assert _found(secrets, [b"a", f"b{max(secrets)}c".encode()]) == [1]
    archived = [p for p in published.data.archive.rglob("*") if p.is_file()]
    assert archived
    assert all(path.stat().st_mode & 0o077 == 0 for path in archived)


def test_a_build_with_nothing_new_reads_no_file_and_gives_the_same_rates(
    published: Published,
) -> None:
    before = mart("fct_indicator_rates", published.data)
    again = build(published.data)
    assert again.is_published
    assert again.ingested.files_read == 0
    after = mart("fct_indicator_rates", published.data)
    keys = ["indicator_id", "region_id", "period_kind", "period_end"]
    assert before.sort(keys).equals(after.sort(keys))


def test_the_same_bytes_under_another_name_change_nothing(published: Published) -> None:
    before = mart("fct_hand_ins", published.data)
    name = "应急管理局/生产安全事故台账_2023年05月（示例数据）"
    source = published.data.inbox / f"{name}.xlsx"
    copy = published.data.inbox / f"{name}副本.xlsx"
    copy.write_bytes(source.read_bytes())
    assert build(published.data).is_published
    after = mart("fct_hand_ins", published.data)
    assert len(after) == len(before)
    # the later arrival is the one that counts, and it says the same
    assert source.name in "".join(after["same_bytes_paths"].drop_nulls())
    changed = ["path", "same_bytes_paths", "reason", "reason_en"]
    assert before.drop(changed).sort("hand_in_id").equals(after.drop(changed).sort("hand_in_id"))


def test_dbt_builds_and_documents_by_hand_with_the_profile_of_the_repository(
    published: Published,
) -> None:
    from analysis.base.settings import PROJECT
    from tests.processes import by_hand

    data: DataDir = published.data
    database = data.root / "by_hand.duckdb"
    paths = ["--target-path", str(data.root / "t"), "--log-path", str(data.root / "l")]
    for verb in (["build"], ["docs", "generate"]):
        done = subprocess.run(
            [sys.executable, "-c", "from dbt.cli.main import cli; cli()", "-q", *verb, *paths],
            cwd=PROJECT,
            env=by_hand(data.root, database),
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert (data.root / "t" / "catalog.json").exists()
