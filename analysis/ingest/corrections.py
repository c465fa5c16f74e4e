"""The office's own corrections: ``seeds/corrections.csv``, applied to the rows that hand-ins hold.

A correction names the value that it expects to find. Once the department mends its file, that value
no longer stands, and the build says so instead of correcting twice.
"""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from analysis.forms.layout import Layout
from analysis.ingest.resolve import Outcome
from analysis.ingest.store import raw_schema

DROP = "drop"
_YES_NO = {"是": True, "否": False, "true": True, "false": False}
_CORRECTIONS = {
    "correction": pl.Int64,
    "form": pl.String,
    "period": pl.String,
    "key": pl.String,
    "column_name": pl.String,
    "expected": pl.String,
    "corrected": pl.String,
    "reason": pl.String,
    "who": pl.String,
    "corrected_on": pl.Date,
    "status": pl.String,
    "found": pl.String,
    "hand_in_id": pl.String,
    "source_sheet": pl.String,
    "source_row": pl.Int64,
}


class CorrectionError(ValueError):
    """A row of the corrections that cannot be understood; the message says which, and why."""


@dataclass(frozen=True)
class Correction:
    """One row of the seed. `period` may be empty where the key says enough; several key columns
    are joined by ``|``; values are those of the raw table, in its base units; `corrected` may be
    ``drop``, which takes the whole row out."""

    number: int
    form: str
    period: str
    key: str
    column: str
    expected: str
    corrected: str
    reason: str
    who: str
    date: date


def load_corrections(path: Path, layouts: dict[str, Layout]) -> list[Correction]:
    """Read the seed.

    Raises:
        CorrectionError: an unknown form or column, a value of the wrong type, a bad date.
    """
    corrections = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                day = date.fromisoformat(row.pop("date"))
                correction = Correction(number, **row, date=day)
                _check(correction, layouts)
            except (KeyError, TypeError, ValueError, pl.exceptions.PolarsError) as error:
                raise CorrectionError(f"{path.name}, row {number}: {error}") from error
            corrections.append(correction)
    return corrections


def _check(correction: Correction, layouts: dict[str, Layout]) -> None:
    if correction.form not in layouts:
        raise ValueError(f"form: no form {correction.form!r}, expected one of {sorted(layouts)}")
    columns = layouts[correction.form].kept_columns
    if correction.column not in columns:
        raise ValueError(f"column: no {correction.column!r}, expected one of {sorted(columns)}")
    if not (correction.reason and correction.who):
        raise ValueError("reason, who: must be given")
    dtype = raw_schema(layouts[correction.form])[correction.column]
    typed(correction.expected, dtype)
    if correction.corrected != DROP:
        typed(correction.corrected, dtype)


def typed(text: str, dtype: pl.DataType) -> object:
    """`text` as a value of the raw table; nothing is ``None``.

    Raises:
        ValueError: it is no value of that type.
    """
    if text == "":
        return None
    if isinstance(dtype, pl.Boolean):
        if text.lower() not in _YES_NO:
            raise ValueError(f"{text!r}: expected 是 or 否")
        return _YES_NO[text.lower()]
    try:
        column = pl.Series([text])
        if isinstance(dtype, pl.Date | pl.Datetime):
            return column.str.strptime(dtype).item()
        return column.cast(dtype).item()
    except pl.exceptions.PolarsError as error:
        raise ValueError(f"{text!r}: expected {dtype}") from error


def apply(
    corrections: list[Correction], outcomes: list[Outcome], layouts: dict[str, Layout], as_of: date
) -> tuple[pl.DataFrame, dict[str, pl.DataFrame]]:
    """Look up every correction made by `as_of` among the rows in force.

    Returns:
        One row a correction with its ``status`` (applied, expired, not_found, ambiguous) and the
        value found; and by form the rows that stand in the place of those that were corrected.
    """
    listed, rows = [], {}
    corrected: dict[str, dict[tuple[str, str, int], dict[str, object]]] = {f: {} for f in layouts}
    for correction in (c for c in corrections if c.date <= as_of):
        layout = layouts[correction.form]
        if correction.form not in rows:
            rows[correction.form] = _rows_in_force(layout, outcomes)
        hits = _hits(correction, layout, rows[correction.form])
        about = _settle(correction, hits, layout, corrected[correction.form])
        listed.append(vars(correction) | about)
    table = [
        row
        | {"correction": row["number"], "column_name": row["column"], "corrected_on": row["date"]}
        for row in listed
    ]
    data = {name: [row.get(name) for row in table] for name in _CORRECTIONS}
    replaced = {form: _replacements(layouts[form], found) for form, found in corrected.items()}
    return pl.DataFrame(data, schema=_CORRECTIONS), replaced


def _rows_in_force(layout: Layout, outcomes: list[Outcome]) -> pl.DataFrame:
    schema = raw_schema(layout) | {"period": pl.String()}
    frames = [pl.DataFrame(schema=schema)]
    for outcome in outcomes:
        if outcome.in_force is None or outcome.hand_in.layout.form != layout.form:
            continue
        repeats = {(r.sheet, r.row) for r in outcome.repeats if r.fate == "set_aside"}
        period = pl.lit(outcome.hand_in.covers.label)
        frame = outcome.in_force.rows().with_columns(period=period)
        for sheet, row in repeats:
            frame = frame.filter((pl.col("source_sheet") != sheet) | (pl.col("source_row") != row))
        frames.append(frame.select(*schema))
    return pl.concat(frames)


def _hits(correction: Correction, layout: Layout, rows: pl.DataFrame) -> pl.DataFrame:
    key = pl.concat_str([pl.col(name).cast(pl.String) for name in layout.key], separator="|")
    hits = rows.filter(key == correction.key)
    return hits.filter(pl.col("period") == correction.period) if correction.period else hits


def _settle(
    correction: Correction,
    hits: pl.DataFrame,
    layout: Layout,
    corrected: dict[tuple[str, str, int], dict[str, object]],
) -> dict[str, object]:
    if hits.height != 1:
        return {"status": "ambiguous" if hits.height else "not_found"}
    row = hits.row(0, named=True)
    place = (row["hand_in_id"], row["source_sheet"], row["source_row"])
    dtype = raw_schema(layout)[correction.column]
    found = row[correction.column]
    about = dict(zip(("hand_in_id", "source_sheet", "source_row"), place, strict=True))
    about["found"] = None if found is None else _without_idle_zeros(found)
    if found != typed(correction.expected, dtype):
        return about | {"status": "expired"}
    if correction.corrected == DROP:
        corrected[place] = {}
    elif corrected.get(place) != {}:  # a dropped row stays dropped
        value = typed(correction.corrected, dtype)
        corrected[place] = corrected.get(place, row) | {correction.column: value}
    return about | {"status": "applied"}


def _without_idle_zeros(value: object) -> str:
    text = str(value)
    return text.rstrip("0").rstrip(".") if "." in text and text.replace(".", "").isdigit() else text


def _replacements(
    layout: Layout, corrected: dict[tuple[str, str, int], dict[str, object]]
) -> pl.DataFrame:
    schema = raw_schema(layout)
    rows = [row for row in corrected.values() if row]
    data = {name: [row[name] for row in rows] for name in schema}
    return pl.DataFrame(data, schema=schema).with_columns(is_corrected=pl.lit(True))
