"""How the warehouse does, for a monitor to read: ``safety status --json``."""

import duckdb

from analysis.base.settings import DataDir, local_now
from analysis.marts.open import ChangedAfterPublication, NotPublished, build_of, connect
from analysis.warehouse.build_log import BuildLog
from analysis.warehouse.publish import is_changed_after_publication
from analysis.warehouse.unchanged import last_check

_COUNTS = {
    "files_waiting": "select count(*) from marts.fct_hand_ins where waits",
    "quarantined_rows": "select coalesce(sum(rows_quarantined), 0) from marts.fct_hand_ins "
    "where status = 'accepted'",
    "hand_ins_missing": "select count(*) from marts.fct_hand_in_calendar "
    "where status in ('missing', 'rejected', 'held')",
    "targets_overdue": "select count(*) from marts.fct_target_progress "
    "where is_latest and status = 'overdue'",
    "red_signals": "select count(*) from marts.fct_signal_episodes where level = 'red' "
    "and state = 'open'",
    "restatements": "select count(*) from marts.fct_restatements where build_id = "
    "(select build_id from staging.stg_run)",
    "drift": "select count(*) from marts.fct_drift",
    "corrections": "select count(*) from marts.fct_corrections",
}


def health(data: DataDir) -> dict[str, object]:
    """What is published and how old it is, how the last build ended, and what awaits someone.

    Counts are of the published build; times are local, ages in hours.
    """
    log = BuildLog(data.warehouse).builds
    last = log[-1] if log else None
    found: dict[str, object] = {
        "is_published": False,
        "last_build": last.build_id if last else None,
        "last_build_status": last.status if last else None,
        "last_build_detail": last.detail if last else None,
    }
    changed = {"is_changed_after_publication": is_changed_after_publication(data)}
    try:
        with connect(data) as warehouse:
            build = build_of(warehouse)
            files = warehouse.execute(
                "select status, count(*) from marts.fct_hand_ins group by status order by status"
            ).fetchall()
            counts = {n: warehouse.execute(q).fetchall()[0][0] for n, q in _COUNTS.items()}
    except NotPublished:
        return found
    except (ChangedAfterPublication, duckdb.Error):
        return found | changed
    hours = (local_now() - build["finished_at"]).total_seconds() / 3600
    return (
        found
        | changed
        | {
            "is_published": True,
            "build_id": build["build_id"],
            "finished_at": build["finished_at"],
            "as_of": build["as_of"],
            "age_hours": round(hours, 2),
            "checked_at": last_check(data),
            "files": dict(files),
            **{name: int(count) for name, count in counts.items()},
        }
    )
