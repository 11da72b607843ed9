"""A share that was counted, and how far it can be trusted."""

from dataclasses import dataclass
from math import sqrt
from typing import Final

_Z: Final = 1.959964
"""95 % of a normal distribution lie within so many standard deviations."""


@dataclass(frozen=True, slots=True)
class Proportion:
    """`count` of `of`; the interval is Wilson's (1927), which holds for small numbers and for shares near 0 and 1."""

    count: int
    of: int

    @property
    def share(self) -> float:
        """0 to 1; 0 of nothing."""
        return self.count / self.of if self.of else 0.0

    @property
    def low(self) -> float:
        """Where the true share hardly lies below."""
        return max(0.0, self._middle() - self._reach())

    @property
    def high(self) -> float:
        """Where the true share hardly lies above."""
        return min(1.0, self._middle() + self._reach())

    @property
    def rest(self) -> "Proportion":
        """The others."""
        return Proportion(self.of - self.count, self.of)

    def _middle(self) -> float:
        return (self.share + _Z**2 / (2 * self.of)) / (1 + _Z**2 / self.of) if self.of else 0.5

    def _reach(self) -> float:
        if not self.of:
            return 0.5
        spread = self.share * (1 - self.share) / self.of + _Z**2 / (4 * self.of**2)
        return _Z * sqrt(spread) / (1 + _Z**2 / self.of)
