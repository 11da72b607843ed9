"""Other people in a message: for whom it speaks, besides or instead of its writer."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

_READ: Final = 8_000
_WORDS: Final = 80
_AT_MOST: Final = 5
"""People a message can be about: each gets a case of their own."""

_STEM: Final = 5
"""Letters by which a word is known again in another case: "Mandant", "Mandantin"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Somebody else, and where the text speaks of them.

    `words` never hold a name. `is_whole`: the whole message speaks for this person, not one request in it.
    `with_writer`: the writer is meant too ("me and my wife").
    """

    start: int
    end: int
    words: str = field(repr=False)
    is_whole: bool = False
    with_writer: bool = False


def list_mentions(text: str) -> tuple[Mention, ...]:
    """Each other person once, in the order of the text; a message speaks for one person as a whole."""
    read = text[:_READ]
    found = sorted(_all_mentions(read), key=lambda mention: (mention.start, -mention.end))
    spoken_for = [mention for mention in found if mention.is_whole]
    best = next((each for each in spoken_for if _RELATION.search(each.words)), next(iter(spoken_for), None))
    others = (mention for mention in found if not mention.is_whole)
    told = islice(_each_once([best, *others] if best else others), _AT_MOST)
    return tuple(sorted(told, key=lambda mention: mention.start))


def speaks_of_writer(words: str) -> bool:
    """Whether these words ask something for the writer's own data."""
    return any(table.mine.search(words) for table in _LANGUAGES)


def _all_mentions(read: str) -> Iterator[Mention]:
    for table in _LANGUAGES:
        if not table.anybody.search(read):
            continue
        for match in _matches(table.bound, read):
            yield _mention(match, is_whole=False)
        for match in _matches(table.whole, read):
            yield _mention(match, is_whole=True)
        if table.theirs.search(read):
            for match in _matches(table.story, read):
                yield _mention(match, is_whole=True)


def _matches(patterns: Iterable[re.Pattern[str]], read: str) -> Iterator[re.Match[str]]:
    return (match for pattern in patterns for match in pattern.finditer(read))


def _mention(match: re.Match[str], *, is_whole: bool) -> Mention:
    words = " ".join(match["who"].split())
    return Mention(
        start=match.start(),
        end=match.end(),
        words=words if len(words) <= _WORDS else words[:_WORDS].rsplit(maxsplit=1)[0],
        is_whole=is_whole,
        with_writer=bool(match.groupdict().get("self")),
    )


def _each_once(found: Iterable[Mention]) -> Iterator[Mention]:
    """Of mentions that overlap or end in the same word ("my late father", "my father"), the first."""
    told: list[Mention] = []
    for mention in found:
        if not any(_is_same(mention, other) for other in told):
            told.append(mention)
            yield mention


def _is_same(one: Mention, other: Mention) -> bool:
    return (one.start < other.end and other.start < one.end) or _stem(one) == _stem(other)


def _stem(mention: Mention) -> str:
    return mention.words.split()[-1].lower()[:_STEM]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """One language; where `anybody` is not found, no other pattern but `mine` is."""

    anybody: re.Pattern[str]
    bound: tuple[re.Pattern[str], ...]
    whole: tuple[re.Pattern[str], ...]
    story: tuple[re.Pattern[str], ...]
    theirs: re.Pattern[str]
    mine: re.Pattern[str]


def _table(raw: Mapping[str, Any]) -> _Table:
    return _Table(
        anybody=_anybody(raw),
        bound=tuple(_pattern(each, raw) for each in raw["bound"]),
        whole=tuple(_pattern(each, raw) for each in raw["whole"]),
        story=tuple(_pattern(each, raw) for each in raw["story"]),
        theirs=_pattern(raw["theirs"], raw),
        mine=_pattern(raw["mine"], raw),
    )


def _anybody(raw: Mapping[str, Any]) -> re.Pattern[str]:
    whole = [each.replace("{who}", raw["who"]).replace("?P<who>", "?:") for each in raw["whole"]]
    return re.compile("|".join(rf"\b(?:{_spaced(each)})" for each in (raw["who"], *whole)), re.IGNORECASE)


def _pattern(pattern: str, raw: Mapping[str, Any]) -> re.Pattern[str]:
    filled = pattern
    for name in ("verb", "thing", "who"):
        filled = filled.replace(f"{{{name}}}", raw[name])
    return re.compile(rf"\b(?:{_spaced(filled)})", re.IGNORECASE)


def _spaced(pattern: str) -> str:
    """A space outside of brackets stands for any white space."""
    return re.sub(r" (?![^\[\]]*\])", r"\\s", pattern)


_RAW: Final[dict[str, dict[str, Any]]] = tomllib.loads((Path(__file__).parent / "persons.toml").read_text("utf-8"))
_LANGUAGES: Final = tuple(_table(raw) for raw in _RAW.values())
_RELATION: Final = re.compile("|".join(rf"\b{_spaced(raw['who'])}" for raw in _RAW.values()), re.IGNORECASE)
