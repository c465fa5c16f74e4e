"""What a count of one month or week is to be expected as, after the years before it, and the bounds of
chance around it.

Farrington, Andrews, Beale & Catchpole (1996) J. R. Stat. Soc. A 159; Noufaily, Enki, Farrington,
Garthwaite, Andrews & Charlett (2013) Stat. Med. 32.
"""

from dataclasses import dataclass

import numpy as np
import scipy

from analysis.statistics.columns import Floats

_OUTBREAK = 2.58  # residuals above it are a past outbreak and weigh less (Noufaily et al. 2013)


@dataclass(frozen=True)
class Baseline:
    """Which past counts a count is set beside, in periods of which `freq` make a year.

    Attributes:
        freq: 12 for months, 52 for weeks.
        years: how many years back.
        half_window: so many periods on either side of the same period of each year are alike.
        parts: levels that the season may have: 1 takes the like periods only, more divide the
            rest of the year into parts - 1.
        left_out: so many of the latest periods are not looked at, lest a rise hides itself.
        trend_p: a trend stays in the model if its two-sided p is below this; 0 for none.
        outbreak: residuals above it are weighed down.
    """

    freq: int = 12
    years: int = 5
    half_window: int = 3
    parts: int = 10
    left_out: int = 6
    trend_p: float = 0.05
    outbreak: float = _OUTBREAK


@dataclass(frozen=True)
class Expected:
    """`mean` and its `standard_error`, in counts; `dispersion` is variance over mean, at least 1;
    `points` past counts are behind it."""

    mean: float
    standard_error: float
    dispersion: float
    points: int

    @property
    def spread(self) -> float:
        """Variance over mean of a new count: that of chance, and that of not knowing the mean."""
        return self.dispersion + self.standard_error**2 / self.mean


@dataclass(frozen=True)
class Bounds:
    """Bounds of a count if nothing changed, and the probability of at least as many as seen."""

    lower: float
    upper: float
    p: float


def season_parts(at: int, baseline: Baseline) -> np.ndarray:
    """Part of the season of each period up to `at`: `parts` for what is like `at`, 1 to `parts` - 1
    in order for the rest of a year, 0 for what is no baseline. at + 1 integers."""
    half, width = baseline.half_window, 2 * baseline.half_window + 1
    part = np.zeros(at + 1, dtype=int)
    part[max(at - half, 0) :] = baseline.parts
    rest = baseline.freq - width
    sizes = [len(one) for one in np.array_split(np.arange(rest), max(baseline.parts - 1, 1))]
    between = np.repeat(np.arange(1, len(sizes) + 1), sizes) if baseline.parts > 1 else [0] * rest
    for year in range(1, baseline.years + 1):
        first = at - year * baseline.freq - half
        of_year = [*[baseline.parts] * width, *between]
        for place, value in enumerate(of_year, start=first):
            if 0 <= place <= at - half - 1:
                part[place] = value
    part[max(at - baseline.left_out, 0) :] = 0
    return part


def expected_count(
    counts: Floats, at: int, baseline: Baseline, exposure: Floats | None = None
) -> Expected | None:
    """The count at `at` by quasi-Poisson regression on the past: log link, the season in parts, the
    logarithm of the exposure as offset, past outbreaks weighed down by their Anscombe residuals.

    Args:
        counts: one a period in order, NaN where unknown; those after `at` are not looked at.
        exposure: what the counts are out of, above zero; NaN where unknown.

    Returns:
        None where no period like this one is known, or fewer periods than the model has terms.
    """
    sizes = np.ones(len(counts)) if exposure is None else np.asarray(exposure, float)
    part = season_parts(at, baseline)
    known = np.isfinite(counts[: at + 1]) & np.isfinite(sizes[: at + 1])
    rows = np.flatnonzero((part > 0) & known)
    parts = np.unique(part[rows])
    if baseline.parts not in parts or len(rows) <= len(parts) + 1 or not np.isfinite(sizes[at]):
        return None
    season = (part[rows][:, None] == parts).astype(float)
    season, here = season[:, ::-1], np.zeros(len(parts))  # the part of `at` comes first
    season[:, 0], here[0] = 1.0, 1.0
    past, offset = counts[rows], np.log(sizes[rows])
    with_trend = np.column_stack([season, rows - at])
    if baseline.trend_p > 0 and baseline.years >= 3 and past.any():
        found, p = _fit(past, with_trend, np.append(here, 0.0), offset, sizes[at], baseline)
        if p < baseline.trend_p and found.mean <= past.max():
            return found
    found, _ = _fit(past, season, here, offset, sizes[at], baseline)
    return found


def _fit(
    past: Floats, design: Floats, here: Floats, offset: Floats, size: float, baseline: Baseline
) -> tuple[Expected, float]:
    """The expectation, and the two-sided p of the design's last column."""
    free = len(past) - design.shape[1]
    first = _poisson_regression(past, design, offset, np.ones(len(past)))
    spread = np.sqrt(max(first.dispersion, 1.0) * np.maximum(1 - first.leverage, 1e-12))
    residuals = 1.5 * (past ** (2 / 3) * first.mean ** (-1 / 6) - first.mean**0.5) / spread
    fit = _poisson_regression(past, design, offset, _weights(residuals, baseline.outbreak))
    mean, kept = float(np.exp(here @ fit.slopes) * size), max(fit.dispersion, 1.0)
    error = mean * float(np.sqrt(here @ fit.covariance @ here * kept))
    last = fit.slopes[-1] / np.sqrt(fit.covariance[-1, -1] * fit.dispersion or np.inf)
    return Expected(mean, error, kept, len(past)), float(2 * scipy.special.stdtr(free, -abs(last)))


@dataclass(frozen=True)
class _Regression:
    slopes: Floats
    covariance: Floats  # at dispersion 1
    mean: Floats
    leverage: Floats
    dispersion: float


def _poisson_regression(
    counts: Floats, design: Floats, offset: Floats, weights: Floats
) -> _Regression:
    """Fisher scoring (McCullagh & Nelder 1989, 2.5), begun and ended where R's glm.fit does: its
    figures are agreed to, and it takes a twentieth of the time of statsmodels."""
    mean, before = counts + 0.1, np.inf
    for _ in range(25):
        working, eta = weights * mean, np.log(mean)
        target = eta - offset + (counts - mean) / mean
        root = np.sqrt(working)[:, None]
        orthogonal, upper = np.linalg.qr(design * root)
        slopes = np.linalg.solve(upper, orthogonal.T @ (target * root[:, 0]))
        mean = np.exp(np.clip(design @ slopes + offset, -30, 30))
        deviance = 2 * float(
            (weights * (scipy.special.xlogy(counts, counts / mean) - counts + mean)).sum()
        )
        if abs(deviance - before) / (abs(deviance) + 0.1) < 1e-8:
            break
        before = deviance
    inverse = np.linalg.inv(upper)
    pearson = float((working * ((counts - mean) / mean) ** 2).sum())
    leverage = (orthogonal**2).sum(axis=1)
    dispersion = pearson / (len(counts) - design.shape[1])
    return _Regression(slopes, inverse @ inverse.T, mean, leverage, dispersion)


def _weights(residuals: Floats, outbreak: float) -> Floats:
    """1 / s² for residuals above `outbreak`, scaled so that they sum to their number."""
    raw = np.where(residuals > outbreak, np.maximum(residuals, 1e-12) ** -2.0, 1.0)
    scaled: Floats = raw * len(raw) / raw.sum()
    return scaled


def negative_binomial_bounds(mean: float, dispersion: float, seen: float, alpha: float) -> Bounds:
    """Points alpha and 1 - alpha of the negative binomial count of `mean` with variance `dispersion`
    times it, Poisson at dispersion 1 (nbPlugin of Noufaily et al. 2013)."""
    # a distribution with its parameters kept takes longer to make than to ask
    is_spread = dispersion > 1
    chance = scipy.stats.nbinom if is_spread else scipy.stats.poisson
    of = (mean / (dispersion - 1), 1 / dispersion) if is_spread else (mean,)
    lower, upper = chance.ppf(alpha, *of), chance.isf(alpha, *of)
    return Bounds(float(lower), float(upper), float(chance.sf(seen - 1, *of)))


def quantile_mean(mean: float, relative_error: float, alpha: float) -> float:
    """The 1 - alpha point of the mean itself, log-normal with `relative_error` (muan)."""
    return float(mean * np.exp(scipy.stats.norm.isf(alpha) * relative_error))


def power_bounds(expected: Expected, seen: float, alpha: float, power: float = 2 / 3) -> Bounds:
    """Bounds of the count on the scale of `power`, on which it is near to normal, with the error of
    the mean (Farrington et al. 1996); power 2/3, 1/2, or 1."""
    centre = expected.mean**power
    error = float(power * np.sqrt(expected.spread) * expected.mean ** (power - 0.5))
    reach = float(scipy.stats.norm.isf(alpha)) * error
    lower = max(centre - reach, 0.0) ** (1 / power)
    p = float(scipy.stats.norm.sf(seen**power, centre, error))
    return Bounds(lower, (centre + reach) ** (1 / power), p)
