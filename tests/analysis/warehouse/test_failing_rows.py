"""From the rows that a test finds to the hand-ins behind them."""

from pathlib import Path

import duckdb

from analysis.warehouse.dbt import Outcome, failing_rows


def test_a_failing_test_names_the_hand_ins_behind_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with duckdb.connect(path) as warehouse:
        warehouse.execute("""
            create schema staging; create schema marts;
            create table staging.stg_hand_ins as
                select * from (values ('h1', 'a.xlsx'), ('h2', 'b.csv'), ('h3', 'c.csv')) as t (hand_in_id, path);
            create table marts.facts as
                select * from (values ('h1', 'x', 1), ('h2', 'x', 2), ('h3', 'y', 3)) as t (hand_in_id, place, n);
            create table marts.sums as select place, sum(n) as n from marts.facts group by place;
        """)
    relations = {f"model.{name}": f'"w"."marts"."{name}"' for name in ("facts", "sums", "none")}

    def behind(query: str, *models: str, column: str | None = None) -> list[str]:
        test = Outcome(
            unique_id="test.t",
            status="fail",
            message="",
            relation=None,
            query=query,
            depends_on=list(models),
            column=column,
        )
        return failing_rows(path, query, test, relations)[1]

    direct = "select * from marts.facts where n > 2"
    assert behind(direct, "model.facts") == ["c.csv"]
    by_place = "select place, count(*) as rows from marts.facts group by place having count(*) > 1"
    assert behind(by_place, "model.sums", "model.none", "model.facts") == ["a.xlsx", "b.csv"]
    unique = "select place as unique_field, 2 as n_records from marts.sums where place = 'x'"
    assert behind(unique, "model.facts", column="place") == ["a.xlsx", "b.csv"]
    assert behind("select 1 as nothing", "model.facts") == []
