"""Unknown wording: how many of a message's words no training mail used."""

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from nlp.features import plain

VOCABULARY: Final = "words.npz"
"""The file beside a model's `decision.json`."""

_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_SEEN_IN: Final = 2
"""The model leaves out what only one mail says; so a name that one person signed with is not kept either."""

_READ: Final = 24_000
"""Characters; more than the classifier scores, and a bound for a message of one endless word."""

_NO_WORDS: Final = np.empty(0, np.uint32)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of the mails a model was trained from, as hashes in ascending order, each once.

    The model's own buckets cannot tell: its word runs fill nearly all of them (93 % and 98 % in the first model).
    """

    hashes: NDArray[np.uint32] = field(repr=False)

    @classmethod
    def of(cls, texts: Iterable[str]) -> Self:
        """The words that stand in at least two of these texts."""
        each_once = (np.unique(_hashes(text)) for text in texts)
        words, seen = np.unique(np.concatenate([_NO_WORDS, *each_once]), return_counts=True)
        return cls(words[seen >= _SEEN_IN])

    @classmethod
    def find(cls, folder: Path) -> Self | None:
        """The one beside a model; None for a model trained before there were any. Raises OSError or KeyError."""
        path = folder / VOCABULARY
        if not path.is_file():
            return None
        with np.load(path, allow_pickle=False) as stored:
            return cls(np.cumsum(stored["steps"], dtype=np.uint32))

    def write(self, folder: Path) -> None:
        """Put it beside a model; the same bytes for the same words."""
        np.savez_compressed(folder / VOCABULARY, steps=np.diff(self.hashes, prepend=np.uint32(0)))


def unknown_share(text: str, vocabulary: Vocabulary) -> float:
    """The share of its different words of three letters or more that are not in the vocabulary; 0 without words."""
    words = np.unique(_hashes(text))
    if not len(words):
        return 0.0
    return float(np.isin(words, vocabulary.hashes, assume_unique=True, invert=True).mean())


def _hashes(text: str) -> NDArray[np.uint32]:
    words = _WORD.findall(plain(text[:_READ]))
    return np.fromiter((zlib.crc32(word.encode("utf-8", "replace")) for word in words), np.uint32, len(words))
