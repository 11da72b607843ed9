"""Which topic of the privacy notice a question is about: weighted word tables, no model."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from bot.domain.notice import NoticeTopic as T
from bot.domain.request import Language
from nlp.details.notice_words import NOTICE_WORDS

_READ_CHARACTERS: Final = 20_000
_ENOUGH: Final = 2
_AS_PLAIN: Final = 0.75
"""How much of the best topic's score a second one needs."""

_GAP: Final = r" (?:\w+ ){0,3}"

# Where two topics score the same, the narrower question wins: "who do you sell my address to" is about selling.
_NARROWEST_FIRST: Final = (
    *(T.SALE, T.ORIGIN, T.ANONYMISED, T.REGULATOR, T.CHANGES, T.VOLUNTARY, T.RETENTION, T.RECIPIENTS),
    *(T.ADVERTISING, T.MARKETING, T.CONTACT, T.RIGHTS, T.WHY, T.WHAT_WE_HOLD),
)


def find_topics(text: str, language: Language) -> tuple[T, ...]:
    """The topic that fits best and, where another is asked about as plainly, that one too; else GENERAL.

    Reads the first 20,000 characters.
    """
    plain = _plain(text[:_READ_CHARACTERS])
    return _best(plain, language) or _best(plain, Language.EN) or (T.GENERAL,)


def _best(plain: str, language: Language) -> tuple[T, ...]:
    scores = {topic: _score(plain, _TERMS[language][topic]) for topic in _NARROWEST_FIRST}
    first, second, *_ = sorted(_NARROWEST_FIRST, key=lambda each: -scores[each])
    if scores[first] < _ENOUGH:
        return ()
    return (first, second) if scores[second] >= max(_ENOUGH, _AS_PLAIN * scores[first]) else (first,)


def _score(plain: str, terms: Mapping[re.Pattern[str], int]) -> int:
    return sum(weight for term, weight in terms.items() if term.search(plain))


def _plain(text: str) -> str:
    """Lower case, without accents, punctuation or apostrophes, single spaces: `l’adresse` -> `l adresse`."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.sub(r"[^\w ]", " ", "".join(c for c in letters if not unicodedata.combining(c))).split())


def _terms(words: str) -> dict[re.Pattern[str], int]:
    weighted = [term.strip().partition("=") for term in words.split(",")]
    return {_pattern(term): int(weight or 1) for term, _, weight in weighted}


def _pattern(term: str) -> re.Pattern[str]:
    """Whole words; a word ending in `~` is a stem, `..` stands for at most three words."""
    return re.compile(r"\b" + r" ".join(_word(word) for word in term.split(" ")).replace(" .. ", _GAP) + r"\b")


def _word(word: str) -> str:
    return word if word == ".." else _plain(word) + (r"\w*" if word.endswith("~") else "")


_TERMS: Final = {
    language: {topic: _terms(words) for topic, words in topics.items()} for language, topics in NOTICE_WORDS.items()
}
