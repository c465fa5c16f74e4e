"""What the situation page says of hand-ins that wait, and of rows and cells that were not taken."""

import polars as pl

from analysis.marts.rows import HandInRow, rows_of
from analysis.report.edition import Edition

SHOWN = 12
_FATES = {"set_aside": ("sheet", "row"), "doubted": ("sheet", "row"), "refused": ("sheet", "cell")}


def waiting_files(edition: Edition) -> list[dict[str, str]]:
    """Files that are held or could not be read, the newest first."""
    waits = edition.marts["fct_hand_ins"].filter("waits")
    latest = waits.sort("received_at", descending=True, nulls_last=True).head(SHOWN)
    return [
        {
            "path": row["path"],
            "received": f"{row['received_at']:%Y-%m-%d}" if row["received_at"] else "",
            "status": edition.say(f"status_{row['status']}"),
            "reason": (row["reason"] if edition.lang == "zh" else row["reason_en"])
            or edition.say("no_reason_given"),
        }
        for row in rows_of(latest, HandInRow)
    ]


def not_taken(edition: Edition) -> list[dict[str, str]]:
    """Each file in force or waiting of which rows or cells were set aside, are in doubt or were refused: how many,
    and the first of them with its place and reason; those with the most first."""
    files = edition.marts["fct_hand_ins"].filter(pl.col("waits") | (pl.col("status") == "accepted"))
    cells = edition.marts["fct_quarantined_cells"].filter(pl.col("fate").is_in(list(_FATES)))
    of_files = cells.join(files.select("hand_in_id", "path"), on="hand_in_id").sort(
        pl.col("fate").replace_strict({fate: at for at, fate in enumerate(_FATES)}), "sheet", "row"
    )
    found = [_of_file(edition, own) for own in of_files.partition_by("path", maintain_order=True)]
    return [said for _, said in sorted(found, key=lambda one: -one[0])]


def _of_file(edition: Edition, cells: pl.DataFrame) -> tuple[int, dict[str, str]]:
    counts = {
        fate: cells.filter(fate=fate).select(place).unique().height
        for fate, place in _FATES.items()
    }
    said = [edition.say(f"situation_{f}", count=count) for f, count in counts.items() if count]
    first = cells.row(0, named=True)
    reason = first["reason"] if edition.lang == "zh" else first["reason_en"]
    where = {
        name: "" if first[name] is None else first[name] for name in ("sheet", "row", "column")
    }
    return sum(counts.values()), {
        "path": first["path"],
        "said": edition.listed(said),
        "first": edition.say("situation_first", reason=reason or "", **where),
    }
