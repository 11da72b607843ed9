"""Articles of the privacy laws as a letter cites them, and what each lets a person ask."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from bot.domain.request import RequestType

GDPR: Final[Mapping[int, RequestType]] = {
    15: RequestType.ACCESS,
    16: RequestType.RECTIFICATION,
    17: RequestType.ERASURE,
    18: RequestType.RESTRICTION,
    20: RequestType.PORTABILITY,
}
"""Regulation (EU) 2016/679, chapter III; article 21 depends on what is objected to."""

OBJECTION: Final = "GDPR 21"
TO_MARKETING: Final = "GDPR 21(2)"

CCPA: Final[Mapping[int, RequestType]] = {
    100: RequestType.ACCESS,
    105: RequestType.ERASURE,
    106: RequestType.RECTIFICATION,
    110: RequestType.ACCESS,
    115: RequestType.ACCESS,
    120: RequestType.ADVERTISING_OPT_OUT,
    121: RequestType.RESTRICTION,
    135: RequestType.ADVERTISING_OPT_OUT,
}
"""California Civil Code, section 1798."""

_ARTICLE: Final = re.compile(
    r"\bart(?:icles?|ikeln?s?|icol[oi]|[ií]culos?|t|s)?\.?\s{0,2}(?P<number>[1-9]\d?)(?!\d|\.\d\d|/\d|:)", re.IGNORECASE
)
_PARAGRAPH: Final = re.compile(
    r"(?:\.(?P<dotted>\d)(?![\d.])|,?\s?(?:Abs(?:atz)?\.?|lid|para(?:graph|\.)?|alinéa|§|apartado|comma|(?:párr|par)\.?)?\s?\(?(?P<paragraph>\d)\)?(?![\d.])"
    r"|\s?\([a-z]\)|\s?(?:lit|let|sub|letra|lettera)\.?\s[a-h]\b){1,3}",
    re.IGNORECASE,
)
_NEXT: Final = re.compile(
    r"\s?(?P<join>,|/|&|and|und|et|y|e|en|sowie|or|to|bis|à|a|al|tot|[-–])\s?(?P<number>[1-9]\d)(?!\d|\.\d\d|/\d)",
    re.IGNORECASE,
)
_RANGES: Final = frozenset({"to", "bis", "à", "a", "al", "tot", "-", "–"})
_SECTION: Final = re.compile(r"\b1798[.,\s]\s?(?P<number>1\d\d)\b|(?<=[,\s])\.(?P<more>1[0-3]\d)\b")


def articles_in(text: str) -> tuple[str, ...]:
    """Each article once, in order, as `GDPR 17` or `CCPA 1798.105`; a range of articles cites none of them."""
    found = [*_of_the_regulation(text), *_of_the_code(text)]
    return tuple(dict.fromkeys(name for _, name in sorted(found)))


def request_of(article: str) -> RequestType | None:
    """What the article gives a right to, None for those that a request may cite but cannot make."""
    law, _, number = article.partition(" ")
    if law == "CCPA":
        return CCPA.get(int(number.rpartition(".")[2]))
    return None if "(" in number else GDPR.get(int(number))


def _of_the_regulation(text: str) -> Iterator[tuple[int, str]]:
    for match in _ARTICLE.finditer(text):
        numbers, end = [match["number"]], match.end()
        if numbers == ["21"] and (paragraph := _PARAGRAPH.match(text, end)) and _number(paragraph) in {"2", "3"}:
            yield match.start(), TO_MARKETING
            continue
        while following := _NEXT.match(text, _behind_paragraph(text, end)):
            if following["join"].lower() in _RANGES:
                numbers = []
                break
            numbers, end = [*numbers, following["number"]], following.end()
        yield from ((match.start(), f"GDPR {number}") for number in numbers)


def _number(paragraph: re.Match[str]) -> str:
    return paragraph["paragraph"] or paragraph["dotted"] or ""


def _behind_paragraph(text: str, end: int) -> int:
    """Where the citation goes on: behind `(1)`, `Abs. 1 lit. a`, `lid 1`."""
    next_number = _NEXT.match(text, end)
    paragraph = None if next_number else _PARAGRAPH.match(text, end)
    return paragraph.end() if paragraph else end


def _of_the_code(text: str) -> Iterator[tuple[int, str]]:
    if "1798" in text:
        for match in _SECTION.finditer(text):
            yield match.start(), f"CCPA 1798.{match['number'] or match['more']}"
