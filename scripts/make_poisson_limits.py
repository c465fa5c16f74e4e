"""Write seeds/poisson_limits.csv: exact limits of Poisson means for counts 0 to 1000."""

from pathlib import Path

import polars as pl

from analysis.rates import rate_limits

LAST = 1000
SEED = Path(__file__).resolve().parent.parent / "seeds" / "poisson_limits.csv"


def table() -> pl.DataFrame:
    counts = list(range(LAST + 1))
    columns = {"count": counts}
    for name, confidence in (("95", 0.95), ("998", 0.998)):
        limits = rate_limits(counts, 1.0, confidence=confidence)
        columns |= {f"lower_{name}": limits["lower"], f"upper_{name}": limits["upper"]}
    return pl.DataFrame(columns)


if __name__ == "__main__":
    table().write_csv(SEED)
