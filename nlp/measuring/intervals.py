"""How far a figure could lie from what was measured, had other mails of the same kind come in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.float64]
"""How often each mail was drawn; all ones for the mails as they are."""

RESAMPLES: Final = 1000
_SEED: Final = 20_260_101
_OUTSIDE: Final = 2.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Where 95 of 100 resamples put the figure; not a number on both sides when none could tell."""

    low: float
    high: float


def resamples(mails: int, *, times: int = RESAMPLES) -> Iterator[Counts]:
    """The bootstrap: as many mails drawn with replacement as there are, always by the same seed."""
    draw = np.random.default_rng(_SEED)
    for _ in range(times if mails else 0):
        yield np.bincount(draw.integers(mails, size=mails), minlength=mails).astype(np.float64)


def interval_of(values: Iterable[float]) -> Interval:
    """The middle 95 % of the values; resamples in which the figure has no meaning are left out."""
    told = np.array([value for value in values if not np.isnan(value)])
    if not len(told):
        return Interval(low=np.nan, high=np.nan)
    low, high = np.percentile(told, [_OUTSIDE, 100 - _OUTSIDE])
    return Interval(low=float(low), high=float(high))
