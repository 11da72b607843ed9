"""Whether a probability means what it says: of the mails called 70 % likely, are 70 % requests?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from nlp.measuring.intervals import Counts

BINS: Final = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """The mails whose probability lies between two edges: what was said on average, and what was so."""

    low: float
    high: float
    mails: int
    said: float
    was: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """Probabilities of "this mail makes a request" sorted into 15 bins of equal width."""

    probabilities: Counts
    places: NDArray[np.intp]

    @classmethod
    def of(cls, probabilities: Sequence[float]) -> Self:
        """Sort once, count often; a probability of 1 belongs to the last bin."""
        said = np.array(probabilities, np.float64)
        return cls(probabilities=said, places=np.minimum((said * BINS).astype(np.intp), BINS - 1))

    def error(self, requests: Counts, ordinary: Counts) -> float:
        """Expected calibration error.

        Per bin the distance between the mean probability and the share of requests, averaged over the bins by their
        number of mails. Few mails make it larger than it is, never smaller, so a resample's says little.
        """
        mails, said, was = self._sums(requests, ordinary)
        return float(np.abs(said - was).sum() / mails.sum()) if mails.sum() else float("nan")

    def bins(self, requests: Counts, ordinary: Counts) -> tuple[Bin, ...]:
        """The bins that hold any mail, lowest first."""
        columns = zip(*self._sums(requests, ordinary), strict=True)
        return tuple(
            Bin(low=place / BINS, high=(place + 1) / BINS, mails=int(mails), said=said / mails, was=was / mails)
            for place, (mails, said, was) in enumerate(columns)
            if mails
        )

    def _sums(self, requests: Counts, ordinary: Counts) -> tuple[Counts, Counts, Counts]:
        counts = requests + ordinary
        return self._per_bin(counts), self._per_bin(counts * self.probabilities), self._per_bin(requests)

    def _per_bin(self, amounts: Counts) -> Counts:
        return np.bincount(self.places, amounts, minlength=BINS).astype(np.float64)
