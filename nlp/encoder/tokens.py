"""Word pieces with their places in a text, shortened to the sentences that matter most."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

READ_AT_MOST: Final = 256
"""Word pieces read of one mail, with the two marks around them; 97 % of the corpus' mails are shorter."""

_BEGIN, _END = 101, 102
_NOWHERE: Final = -1

Integers = NDArray[np.int64]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Word pieces and where in the text each stands; the marks at both ends stand nowhere (-1)."""

    ids: Integers
    starts: Integers
    ends: Integers

    def inside(self, span: Span) -> NDArray[np.bool_]:
        """Which of them touch this stretch of the text."""
        return (self.starts < span[1]) & (self.ends > span[0]) & (self.starts >= 0)

    def chosen(self, kept: NDArray[np.bool_]) -> "Tokens":
        """Only these."""
        return Tokens(ids=self.ids[kept], starts=self.starts[kept], ends=self.ends[kept])


def excerpt(tokens: Tokens, sentences: Sequence[Span], weights: Sequence[float]) -> Tokens:
    """At most `READ_AT_MOST` pieces in reading order: the beginning and the weightiest sentences, marked at both ends.

    A short mail is kept as it is. A sentence that does not fit whole is left out, unless nothing else was kept.
    """
    room = READ_AT_MOST - 2
    if len(tokens.ids) <= room:
        return _marked(tokens)
    kept = np.zeros(len(tokens.ids), np.bool_)
    first = [0] if sentences else []
    for index in [*first, *sorted(range(len(sentences)), key=lambda place: (-weights[place], place))]:
        wanted = kept | tokens.inside(sentences[index])
        if wanted.sum() <= room:
            kept = wanted
    if not kept.any():
        kept[:room] = True
    return _marked(tokens.chosen(kept))


def _marked(tokens: Tokens) -> Tokens:
    return Tokens(
        ids=np.concatenate([[_BEGIN], tokens.ids, [_END]]),
        starts=np.concatenate([[_NOWHERE], tokens.starts, [_NOWHERE]]),
        ends=np.concatenate([[_NOWHERE], tokens.ends, [_NOWHERE]]),
    )
