"""How much of what was handed in waits for somebody, said alike on every surface."""

from dataclasses import dataclass

import polars as pl

from analysis.messages import Lang, say


@dataclass(frozen=True)
class Waiting:
    """`files` that are held or could not be read and that nothing replaced; `rows` of files in force
    that were set aside, `doubted` ones that count and contradict themselves."""

    files: int
    rows: int
    doubted: int

    def __bool__(self) -> bool:
        return bool(self.files or self.rows or self.doubted)

    def text(self, lang: Lang) -> str:
        """The sentence of the notice, the page and the charts' foot."""
        return say("waiting", lang, files=self.files, rows=self.rows, doubted=self.doubted)


def waiting(hand_ins: pl.DataFrame, cells: pl.DataFrame) -> Waiting:
    """Counts of ``fct_hand_ins`` and ``fct_quarantined_cells``, or of the tables that they come from."""
    in_force = hand_ins.filter(pl.col("status") == "accepted")["hand_in_id"]
    own = cells.filter(pl.col("hand_in_id").is_in(in_force.implode()))
    rows = {
        fate: own.filter(pl.col("fate") == fate)
        .select("hand_in_id", "sheet", "row")
        .unique()
        .height
        for fate in ("set_aside", "doubted")
    }
    return Waiting(int(hand_ins["waits"].sum()), rows["set_aside"], rows["doubted"])
