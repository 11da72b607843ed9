"""BERT's word pieces (Devlin et al. 2019; Wu et al. 2016, section 4.1): what the encoder was pretrained to read.

Written out here because the usual library comes with a client that downloads from a hub, which has no place in this
service; on the whole corpus both give the same pieces (see docs/understanding.md).
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import numpy as np

from nlp.encoder.tokens import Tokens

VOCABULARY_FILE: Final = "vocab.txt"

_UNKNOWN: Final = "[UNK]"
_INSIDE: Final = "##"
_LONGEST_WORD: Final = 100
_RUN: Final = re.compile(r"\S+")
_ASCII_WORD: Final = re.compile(r"[A-Za-z0-9]+|[^A-Za-z0-9]")

Word = tuple[str, tuple[int, ...]]
"""The letters of a word as the vocabulary spells them, and where in the text each stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordPieces:
    """The vocabulary, lower case and without accents; each piece has the number of its line."""

    numbers: Mapping[str, int]
    longest: int

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read `vocab.txt`: one piece a line."""
        pieces = path.read_text("utf-8").splitlines()
        numbers = {piece: number for number, piece in enumerate(pieces)}
        return cls(numbers=numbers, longest=max(len(piece) for piece in pieces))

    def tokens(self, text: str) -> Tokens:
        """All of the text, without the marks at both ends."""
        found = [piece for word in _words(text) for piece in self._pieces(word)]
        columns = np.array(found, np.int64).reshape(-1, 3)
        return Tokens(ids=columns[:, 0], starts=columns[:, 1], ends=columns[:, 2])

    def _pieces(self, word: Word) -> list[tuple[int, int, int]]:
        """The longest known beginning, then the longest known piece of the rest; one unknown if any part is."""
        letters, places = word
        whole = [(self.numbers[_UNKNOWN], places[0], places[-1] + 1)]
        if letters in self.numbers:
            return [(self.numbers[letters], places[0], places[-1] + 1)]
        if len(letters) > _LONGEST_WORD:
            return whole
        pieces: list[tuple[int, int, int]] = []
        start = 0
        while start < len(letters):
            end = self._end_of_piece(letters, start)
            if end == start:
                return whole
            pieces.append((self.numbers[_spelt(letters, start, end)], places[start], places[end - 1] + 1))
            start = end
        return pieces

    def _end_of_piece(self, letters: str, start: int) -> int:
        furthest = min(len(letters), start + self.longest)
        known = (end for end in range(furthest, start, -1) if _spelt(letters, start, end) in self.numbers)
        return next(known, start)


def _spelt(letters: str, start: int, end: int) -> str:
    return letters[start:end] if start == 0 else f"{_INSIDE}{letters[start:end]}"


def _words(text: str) -> Iterator[Word]:
    """Runs of letters and digits; every punctuation mark and every ideograph is a word of its own."""
    for run in _RUN.finditer(text):
        signs, begins = run.group(), run.start()
        if signs.isascii() and signs.isprintable():
            for match in _ASCII_WORD.finditer(signs):
                yield match.group().lower(), tuple(range(begins + match.start(), begins + match.end()))
        else:
            yield from _any_words(signs, begins)


def _any_words(signs: str, begins: int) -> Iterator[Word]:
    letters: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(signs, begins):
        if _stands_alone(sign):
            if letters:
                yield "".join(letters), tuple(places)
                letters, places = [], []
            yield sign, (place,)
        elif not _is_dropped(sign):
            plain = sign.lower() if sign.isascii() else _plain(sign)
            letters.extend(plain)
            places.extend([place] * len(plain))
    if letters:
        yield "".join(letters), tuple(places)


def _plain(sign: str) -> str:
    decomposed = unicodedata.normalize("NFD", sign)
    return "".join(part for part in decomposed if unicodedata.category(part) != "Mn").lower()


def _is_dropped(sign: str) -> bool:
    if sign.isascii():
        return not sign.isprintable()
    return sign == "\ufffd" or unicodedata.category(sign) in {"Cc", "Cf", "Cn", "Co", "Cs"}


def _stands_alone(sign: str) -> bool:
    if sign.isascii():
        return sign.isprintable() and not sign.isalnum()
    return unicodedata.category(sign).startswith("P") or "\u4e00" <= sign <= "\u9fff" or "\u3400" <= sign <= "\u4dbf"
