"""Requests that shall wait for a day: "from 1 March", "erst ab dem 15.", "pas avant lundi"."""

import re
import tomllib
from pathlib import Path
from typing import Any, Final

from nlp.details.dates import ANY_DATE, EXACT_DATE

_TABLE: Final[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "conditions.toml").read_text("utf-8"))
_READ: Final = 8_000
_BEFORE: Final = 40


def dated_condition(text: str) -> str:
    """The words that make the request of their sentence wait for a day, "" where none do."""
    read = text[:_READ]
    found = [match for pattern in (_PLAIN, _BARE) for match in pattern.finditer(read) if _makes_wait(read, match)]
    return min(found, key=lambda match: match.start()).group() if found else ""


def _makes_wait(text: str, match: re.Match[str]) -> bool:
    if match.re is _BARE and _THING_BEFORE.search(text[max(0, match.start() - _BEFORE) : match.start()]):
        return False
    return bool(_REQUEST.search(_sentence_around(text, match)))


def _sentence_around(text: str, match: re.Match[str]) -> str:
    begins = [end.end() for end in _SENTENCE_END.finditer(text, 0, match.start())]
    ends = _SENTENCE_END.search(text, match.end())
    return text[begins[-1] if begins else 0 : ends.start() if ends else len(text)]


def _words(name: str) -> str:
    longest_first = sorted(_TABLE[name], key=len, reverse=True)
    return "|".join(words.replace(" ", r"\s+").replace("'", "['’]") for words in longest_first)


_END: Final = r"(?!\w|[.,]?\d)"
_PLAIN: Final = re.compile(
    rf"\b(?:{_words('plain')})\s*(?:the\s+|le\s+|el\s+|il\s+)?(?:{ANY_DATE}){_END}", re.IGNORECASE
)
_BARE: Final = re.compile(
    rf"\b(?:{_words('bare')})\s+(?:the\s+)?(?:{EXACT_DATE}){_END}(?!\s*(?:{_words('stretches')})(?:\W|$))",
    re.IGNORECASE,
)
_SENTENCE_END: Final = re.compile(r"(?<!\d)[.!?…]\s|\n\s*\n")
_REQUEST: Final = re.compile(rf"\b(?:{_words('requests')})\b", re.IGNORECASE)
_THING_BEFORE: Final = re.compile(
    rf"\b(?:{_words('dated_things')})(?:\s+(?:was|is|of|dated|datiert|du|vom|del|van))?\s*[,(]?\s*$", re.IGNORECASE
)
