"""Words that we wrote ourselves: robots and people send our letters back, and a letter of ours asks for nothing."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

_LONG_ENOUGH: Final = 22
"""So many signs of ours in a row, without spaces, are no accident; shorter texts count only beside longer ones."""

_TITLES: Final = frozenset({"topics", "subjects"})
_NOT_SAID: Final = _TITLES | {"dates", "lists", "nouns", "wishes", "fields", "export"}
_GAP: Final = re.compile(r"\{\w+\}")
_FILLED: Final = ".{0,120}?"
_LINK: Final = "(?::?https?://.*)?"
_REFERENCE: Final = re.compile(r"[(\[#]?\d[\d-]{2,20}[)\]]?")
_BULLET: Final = re.compile(r"^[\s>|]*(?:[-*•·]\s+)?")
_SPACE: Final = re.compile(r"\s+")
_KEY: Final = 6
_DELIMITER: Final = "--"
_INDENT: Final = "    "
"""How `bot.letters` sets words of a person apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """One text of ours without its spaces; a short one might be anybody's."""

    pattern: re.Pattern[str]
    is_short: bool


def own_lines(lines: Sequence[str]) -> frozenset[int]:
    """Which of these lines stand in our letters, however a mail program folded them."""
    found: dict[int, bool] = {}
    for start, end in _paragraphs(lines):
        whole = _said_by_us("".join(map(_bare, lines[start:end])))
        each = {index: _said_by_us(_bare(lines[index])) for index in range(start, end)}
        said = dict.fromkeys(range(start, end), whole) if whole is not None else each
        found |= {index: is_short for index, is_short in said.items() if is_short is not None}
    return frozenset(found) | _set_apart(lines, found) if False in found.values() else frozenset()


def _set_apart(lines: Sequence[str], found: Mapping[int, bool]) -> frozenset[int]:
    """What one of us wrote into a letter: it stands indented right between our own paragraphs."""
    parts = list(_paragraphs(lines))
    ours = [all(index in found for index in range(*part)) for part in parts]
    inner = (part for before, part, after in zip(ours, parts[1:], ours[2:], strict=False) if before and after)
    return frozenset(index for part in inner if lines[part[0]].startswith(_INDENT) for index in range(*part))


def is_own_subject(topic: str) -> bool:
    """Whether a subject is one of ours, with or without the case number."""
    bare = _bare(topic)
    rests = [bare[match.end() :] for title in _titles() if (match := title.match(bare))]
    return any(not rest or _REFERENCE.fullmatch(rest) for rest in rests)


def _said_by_us(paragraph: str) -> bool | None:
    """None: not ours. Else whether only short texts of ours stand there."""
    rest, only_short = paragraph, True
    while rest:
        texts = [*_texts().get(_key(rest), ()), *_texts().get("", ())]
        ends = [(match.end(), text.is_short) for text in texts if (match := _match(text.pattern, rest))]
        if not ends:
            return None
        end, is_short = max(ends)
        rest, only_short = rest[end:], only_short and is_short
    return only_short if paragraph else None


def _match(pattern: re.Pattern[str], rest: str) -> re.Match[str] | None:
    """All of it if possible: what fills a gap may hold the sign that ends it."""
    return pattern.fullmatch(rest) or pattern.match(rest)


def _paragraphs(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    start = None
    for index in range(len(lines) + 1):
        inside = index < len(lines) and _bare(lines[index]) not in {"", _DELIMITER}
        if inside and start is None:
            start = index
        if not inside and start is not None:
            yield start, index
            start = None


@cache
def _texts() -> Mapping[str, Sequence[_Text]]:
    """Our texts by how they begin: most lines of a mail begin like none of them."""
    texts: dict[str, list[_Text]] = {}
    for table, text in dict.fromkeys(_shipped()):
        if table not in _NOT_SAID:
            fixed = _bare(_GAP.sub("", text))
            begins = _key(_bare(text[: match.start()] if (match := _GAP.search(text)) else text))
            known = _Text(pattern=_pattern(_bare(text), is_line=table == "lines"), is_short=len(fixed) < _LONG_ENOUGH)
            texts.setdefault(begins, []).append(known)
    return texts


@cache
def _titles() -> tuple[re.Pattern[str], ...]:
    said = {_bare(_GAP.sub("", text).replace("()", "")) for table, text in _shipped() if table in _TITLES}
    return tuple(re.compile(re.escape(text), re.IGNORECASE) for text in sorted(said) if text)


def _shipped() -> Iterator[tuple[str, str]]:
    """Each text with the table it stands in, all languages."""
    for file in sorted(files("bot.letters").iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml") and file.name != "authorities.toml":
            for table, content in tomllib.loads(file.read_text("utf-8")).items():
                yield from ((table, line) for line in _leaves(content))


def _leaves(content: Any) -> Iterator[str]:
    match content:
        case str():
            yield from (line for line in content.splitlines() if line.strip())
        case dict():
            for part in content.values():
                yield from _leaves(part)


def _pattern(text: str, *, is_line: bool) -> re.Pattern[str]:
    """What fills the gaps is not looked at; a line of a list is known by how it begins."""
    parts = [re.escape(part) for part in _GAP.split(text)]
    if is_line and parts[0] and len(parts) > 1:
        return re.compile(f"{parts[0]}.*", re.IGNORECASE)
    return re.compile(f"{_FILLED.join(parts)}{_LINK if parts[-1] else '.*'}", re.IGNORECASE)


def _bare(line: str) -> str:
    """Without its bullet, its quote marks and every space: folding changes nothing then."""
    return _SPACE.sub("", _BULLET.sub("", line, count=1))


def _key(bare: str) -> str:
    """The first signs; a text that begins with fewer before a gap is looked for everywhere."""
    return bare[:_KEY].lower() if len(bare) >= _KEY else ""
