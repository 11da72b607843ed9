"""How well a probability puts requests before ordinary mail, wherever the line is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from nlp.measuring.intervals import Counts

_ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The mails by their probability: equal probabilities share a level, 0 is the lowest."""

    levels: NDArray[np.intp]

    @classmethod
    def of(cls, probabilities: Sequence[float]) -> Self:
        """Sort once, count often."""
        _, levels = np.unique(np.array(probabilities, np.float64), return_inverse=True)
        return cls(levels=levels)

    def auc(self, requests: Counts, ordinary: Counts) -> float:
        """The chance that a request stands above an ordinary mail, ties counting half."""
        on_level, below = np.bincount(self.levels, requests), np.bincount(self.levels, ordinary)
        pairs = requests.sum() * ordinary.sum()
        if not pairs:
            return float("nan")
        return float((on_level * (np.cumsum(below) - below / 2)).sum() / pairs)

    def flagged_at(self, recall: float, requests: Counts, ordinary: Counts) -> float:
        """The share of ordinary mail at or above the highest line that leaves this share of requests above it."""
        above = np.cumsum(np.bincount(self.levels, requests)[::-1])
        flagged = np.cumsum(np.bincount(self.levels, ordinary)[::-1])
        if not requests.sum() or not ordinary.sum():
            return float("nan")
        line = int(np.argmax(above >= recall * requests.sum() - _ROUNDING))
        return float(flagged[line] / ordinary.sum())
