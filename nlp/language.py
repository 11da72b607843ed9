"""Which language a message is written in."""

import re
from functools import cache
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier

ANSWERED: Final = frozenset({"en", "de", "fr", "es", "it", "nl"})
"""The languages whose words the rules and the model know."""

UNKNOWN: Final = "und"

_CONSIDERED: Final = ANSWERED | {"pt"}
_READ: Final = 600
_NO_WORD: Final = re.compile(r"\S{31,}")
_END: Final = re.compile(r"[.!?…](?=\s)|\n")
_LONG_ENOUGH: Final = 40
_SURE_ELSEWHERE: Final = 0.9
_SURE_HERE: Final = 0.5
_LATIN_SHARE: Final = 0.6
_FIRST_BEYOND_LATIN: Final = "\u0250"


def language_of(text: str) -> str:
    """An ISO 639-1 code, or "und" where nothing can be told or another language is clearly written.

    How a message begins decides, if that is a language we answer in: what is pasted below may be anything.
    """
    begins = _beginning(text)
    code = _told(begins) if len(begins) < len(text.strip()) else UNKNOWN
    return code if code in ANSWERED else _told(text)


def _beginning(text: str) -> str:
    """The first sentences that are long enough to tell."""
    read = text.strip()[:_READ]
    ends = [match.end() for match in _END.finditer(read) if sum(map(str.isalpha, read[: match.end()])) >= _LONG_ENOUGH]
    return read[: ends[0]] if ends else read


def _told(text: str) -> str:
    read = _NO_WORD.sub(" ", text[:_READ])
    letters = [sign for sign in read if sign.isalpha()]
    if not letters or not _is_latin(letters):
        return UNKNOWN
    ranked = dict(_identifier().rank(read))
    best = max(ranked, key=lambda code: ranked[code])
    if len(letters) >= _LONG_ENOUGH and best not in _CONSIDERED and ranked[best] >= _SURE_ELSEWHERE:
        return UNKNOWN
    ours = {code: ranked[code] for code in sorted(_CONSIDERED)}
    likeliest = max(ours, key=lambda code: ours[code])
    return likeliest if ours[likeliest] >= _SURE_HERE * sum(ours.values()) else UNKNOWN


def is_foreign(text: str, language: str) -> bool:
    """True where the text says enough to tell that it is in none of the languages we answer in."""
    letters = [sign for sign in text[:_READ] if sign.isalpha()]
    return bool(letters) and language not in ANSWERED and (len(letters) >= _LONG_ENOUGH or not _is_latin(letters))


def _is_latin(letters: list[str]) -> bool:
    return sum(sign < _FIRST_BEYOND_LATIN for sign in letters) >= _LATIN_SHARE * len(letters)


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
