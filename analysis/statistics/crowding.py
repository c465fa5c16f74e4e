"""Whether rare events came closer together than before: the waiting time until the r-th of them.

Xie, Goh & Ranjan (2002) Reliab. Eng. Syst. Saf. 77; the exact comparison of two Poisson rates of
Przyborowski & Wilenski (1940) Biometrika 31 stands in for a rate that is known.
"""

from dataclasses import dataclass

import scipy


@dataclass(frozen=True)
class Pace:
    """The pace of `events` in `time` above zero, in any one unit: days, or days times the people that
    the events are out of.

    Attributes:
        variation: how far the true pace moves between years beyond chance, a coefficient of
            variation. It makes the past worth fewer events: n of them 1 / (1/n + variation²).
    """

    events: float
    time: float
    variation: float = 0.0

    @property
    def _worth(self) -> float:
        return 1 / (1 + self.events * self.variation**2)

    def chance_of_crowding(self, events: float, time: float) -> float:
        """Probability that so many events take no longer than `time`, which ends with one of them, if
        they come at this pace; exact for Poisson events, given the sum of both."""
        before, time_before = self.events * self._worth, self.time * self._worth
        return float(scipy.special.betainc(events, before + 1, time / (time + time_before)))

    def most_by_chance(self, alpha: float, time: float) -> float:
        """The most events in `time` above zero that are not rarer than `alpha`."""
        before, time_before = self.events * self._worth, self.time * self._worth
        return float(scipy.stats.nbinom.isf(alpha, before + 1, time_before / (time + time_before)))
