"""Sentences that are nothing but a request: so plain that no statistic has to agree."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from bot.domain.request import RequestType

_TABLE: Final = Path(__file__).parent / "plain_requests.toml"
_SENTENCE: Final = re.compile(r"[^.!?…;\n]+(?:\n(?!\n)[^.!?…;\n]+)*")
_READ: Final = 8_000
_SENTENCES_AT_MOST: Final = 60
_SHORTEST: Final = 8
_LONGEST: Final = 220
_UNSPOKEN: Final = " \t\n¿¡\"'“”„«»-–*•:,"
_SPACE: Final = re.compile(r"\s+")


def plain_requests(text: str) -> tuple[tuple[RequestType, str], ...]:
    """Each sentence that is a plain request in whole, as it stands in the text, with its label."""
    found = ((label, words) for words in _sentences(text[:_READ]) if (label := _label_of(words)))
    return tuple(dict.fromkeys(found))


def _sentences(text: str) -> Iterator[str]:
    for count, match in enumerate(_SENTENCE.finditer(text)):
        if count >= _SENTENCES_AT_MOST:
            return
        for words in (match.group(), *_lines(match.group())):
            if _SHORTEST <= len(words.strip(_UNSPOKEN)) <= _LONGEST:
                yield words.strip(_UNSPOKEN)


def _lines(words: str) -> list[str]:
    """A line break may fold a sentence or part two."""
    return words.split("\n") if "\n" in words else []


def _label_of(words: str) -> RequestType | None:
    said = _SPACE.sub(" ", words.replace("’", "'"))
    for pattern in _patterns():
        match = pattern.fullmatch(said)
        if match and match.lastgroup:
            return RequestType(match.lastgroup)
    return None


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """One for each language; the label is the name of the group that matched."""
    return tuple(_compiled(table) for table in tomllib.loads(_TABLE.read_text("utf-8")).values())


def _compiled(table: Mapping[str, Any]) -> re.Pattern[str]:
    cores = "|".join(f"(?P<{label}>{'|'.join(patterns)})" for label, patterns in table["labels"].items())
    whole = f"{table['lead']}(?:{cores}){table['tail']}"
    return re.compile(whole.replace("{data}", table["data"]), re.IGNORECASE)
