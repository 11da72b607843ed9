"""Texts as weighted words and pairs of words: what any introduction to text classification begins with."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

_WORD: Final = re.compile(r"\b\w\w+\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class SparseRows:
    """A matrix of which only the cells that are not zero are kept, each with its row and column."""

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    values: Numbers
    height: int
    width: int

    def times(self, weights: Numbers) -> Numbers:
        """One sum per row."""
        return np.bincount(self.rows, self.values * weights[self.columns], minlength=self.height).astype(np.float64)

    def turned_times(self, amounts: Numbers) -> Numbers:
        """One sum per column: the transposed matrix times the amounts."""
        return np.bincount(self.columns, self.values * amounts[self.rows], minlength=self.width).astype(np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tfidf:
    """The terms of the texts it was fitted on, and how telling each is."""

    columns: Mapping[str, int]
    telling: Numbers

    @classmethod
    def fit(cls, texts: Sequence[str]) -> Self:
        """Smoothed inverse document frequency: ln((1 + texts) / (1 + texts with the term)) + 1."""
        present = Counter(term for text in texts for term in set(_terms(text)))
        terms = sorted(present)
        counts = np.array([present[term] for term in terms], np.float64)
        return cls(
            columns={term: column for column, term in enumerate(terms)},
            telling=np.log((1 + len(texts)) / (1 + counts)) + 1,
        )

    def rows(self, texts: Sequence[str]) -> SparseRows:
        """One row of length 1 per text; terms never seen before are left out."""
        counted = [Counter(self.columns[term] for term in _terms(text) if term in self.columns) for text in texts]
        columns = np.array([column for counts in counted for column in counts], np.intp)
        rows = np.repeat(np.arange(len(texts)), [len(counts) for counts in counted])
        values = np.array([count for counts in counted for count in counts.values()], np.float64)
        values *= self.telling[columns]
        lengths = np.sqrt(np.bincount(rows, values**2, minlength=len(texts)))
        return SparseRows(
            rows=rows, columns=columns, values=values / lengths[rows], height=len(texts), width=len(self.columns)
        )


def _terms(text: str) -> Iterator[str]:
    words = _WORD.findall(text.lower())
    yield from words
    yield from (f"{first} {second}" for first, second in pairwise(words))
