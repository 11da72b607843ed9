"""Text to hashed features: words, their neighbours, and runs of characters."""

import re
import unicodedata
import zlib
from typing import Final

import numpy as np
from numpy.typing import NDArray

BUCKETS: Final = 1 << 18

_ADDRESS: Final = re.compile(r"[^\s@]{1,256}@[^\s@]{1,255}\.[^\s@]+")
_LINK: Final = re.compile(r"https?://\S+|www\.\S+")
_DIGIT: Final = re.compile(r"\d")
_SPACE: Final = re.compile(r"\s+")
_WORD: Final = re.compile(r"\w+|[^\w\s]")
_STRAIGHT: Final = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-"}
)
_LIKE_INTEGERS: Final = np.uint64(0x9E3779B97F4A7C15)
_RUNS: Final = (4, 6)

Buckets = NDArray[np.int64]


def plain(text: str) -> str:
    """Lower case without accents, typographic quotes, digits' values, addresses and links; may change the length."""
    text = _LINK.sub(" url ", _ADDRESS.sub(" addr ", text.translate(_STRAIGHT)))
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign)) if not text.isascii() else text
    return _SPACE.sub(" ", _DIGIT.sub("0", bare.lower())).strip()


def buckets(text: str) -> Buckets:
    """The feature buckets of one stretch of text, sorted, each once."""
    normal = plain(text)
    if not normal:
        return np.empty(0, np.int64)
    hashed = np.concatenate([_word_hashes(normal), *_run_hashes(normal)])
    return np.unique((hashed >> np.uint64(20)) & np.uint64(BUCKETS - 1)).astype(np.int64)


def _word_hashes(normal: str) -> NDArray[np.uint64]:
    words = ["<", *_WORD.findall(normal), ">"]
    single = _mixed(np.array([zlib.crc32(word.encode("utf-8", "replace")) for word in words], np.uint64))
    pairs = _mixed(single[:-1] * np.uint64(3) + single[1:])
    triples = _mixed(pairs[:-1] * np.uint64(5) + single[2:])
    apart = _mixed(single[:-2] * np.uint64(7) + single[2:])
    return np.concatenate([single, pairs, triples, apart])


def _run_hashes(normal: str) -> list[NDArray[np.uint64]]:
    signs = np.frombuffer(f" {normal} ".encode("utf-32-le", "replace"), np.uint32).astype(np.uint64)
    mixed = _mixed(signs + np.uint64(0xABCDEF))
    return [_mixed(_rolled(mixed, size)) for size in _RUNS if len(mixed) >= size]


def _rolled(mixed: NDArray[np.uint64], size: int) -> NDArray[np.uint64]:
    length = len(mixed) - size + 1
    total = np.full(length, size, np.uint64)
    for offset in range(size):
        total = total * np.uint64(1_000_003) + mixed[offset : offset + length]
    return total


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    spread = values * _LIKE_INTEGERS
    return spread ^ (spread >> np.uint64(29))
