"""The terms of each request: whom it is about, what it shall wait for."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from bot.domain.classification import LabelScore
from bot.domain.identity import Identifiers
from bot.domain.person import WRITER_ALONE, AnotherPerson, Concerned
from bot.domain.request import RequestType
from nlp.details.identifiers import identifiers_in
from nlp.details.persons import Mention, list_mentions, speaks_of_writer
from nlp.principal import acted_for
from nlp.reading import Reading
from nlp.rules import Turn

_RAW: Final[dict[str, str]] = tomllib.loads((Path(__file__).parent / "terms.toml").read_text("utf-8"))["asks"]
_ASKS: Final = {
    RequestType(label): re.compile(rf"\b(?:{pattern})\b".replace(" ", r"\s"), re.IGNORECASE)
    for label, pattern in _RAW.items()
}
_SENTENCE_END: Final = re.compile(r"(?<!\d)[.!?…](?=\s|$)|\n\s*\n")
_JOINT: Final = re.compile(
    r"[;:,\n]|\s[-–—]\s|\b(?:and|also|but|und|sowie|aber|et|mais|y|pero|e|ed|ma|en|maar)\b", re.IGNORECASE
)


_BARE: Final = 4
"""Words beside the person: "and my husband's account" says nothing of its own and goes on with what stood before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clause:
    """One stretch of a sentence, with the requests its words show."""

    start: int
    end: int
    words: str
    sentence: int
    asks: frozenset[RequestType]
    is_writers: bool


def with_terms(labels: Iterable[LabelScore], reading: Reading) -> tuple[LabelScore, ...]:
    """The requests found, each with its terms."""
    found = tuple(labels)
    mentions = list_mentions(reading.text) if found else ()
    condition = reading.rules.turns.get(Turn.CONDITION, "")
    clauses = _clauses(reading.text, mentions) if mentions or condition else ()
    waiting = _waiting(condition, reading.text, clauses)
    return tuple(
        replace(
            score,
            condition=condition if score.label in waiting or score.label not in _asks(clauses) else "",
            about=_about(score.label, mentions, clauses, reading),
        )
        for score in found
    )


def message_terms(reading: Reading) -> dict[str, Any]:
    """The fields of a Classification that hold for the message as a whole."""
    turns = reading.rules.turns
    mentions = list_mentions(reading.text)
    spoken_for = [mention for mention in mentions if mention.is_whole]
    return {
        "about": _people(spoken_for, mentions, reading) or acted_for(reading) or WRITER_ALONE,
        "condition": turns.get(Turn.CONDITION, ""),
        "takes_back": turns.get(Turn.RETRACTION) or turns.get(Turn.WITHDRAWAL, ""),
        "letter": reading.letter,
        "reply": reading.turns,
    }


def _waiting(condition: str, text: str, clauses: Sequence[_Clause]) -> frozenset[RequestType]:
    """The requests that a condition holds for: those of its clause, else of its sentence, else all."""
    at = text.find(condition)
    own = [clause for clause in clauses if clause.start <= at < clause.end]
    sentence = [clause for clause in clauses if own and clause.sentence == own[0].sentence]
    return _asks(own) or _asks(sentence) or frozenset(RequestType)


def _about(label: RequestType, mentions: Sequence[Mention], clauses: Sequence[_Clause], reading: Reading) -> Concerned:
    mine = [mention for mention in mentions if mention.is_whole or _is_shown(label, mention, clauses)]
    if not mine:
        return acted_for(reading) or WRITER_ALONE
    people = _people(mine, mentions, reading)
    return (None, *people) if _is_writers_too(label, mine, mentions, clauses) else people


def _is_shown(label: RequestType, mention: Mention, clauses: Sequence[_Clause]) -> bool:
    """Whether the mention's clause shows the request, or its sentence does outside of what the writer asks alone."""
    own = [clause for clause in clauses if _overlaps(clause, mention)]
    sentence = [clause for clause in clauses if clause.sentence == own[0].sentence]
    is_bare = sum(len(clause.words.split()) for clause in own) - len(mention.words.split()) <= _BARE
    beside = [clause for clause in sentence if is_bare or not clause.is_writers]
    shown = _asks(own) or _asks(beside)
    return label in shown or (bool(shown) and label not in _asks(clauses))


def _is_writers_too(
    label: RequestType, mine: Sequence[Mention], mentions: Sequence[Mention], clauses: Sequence[_Clause]
) -> bool:
    """ "Me and my wife", "delete mine too": the writer's own clause shows the request, or goes on with it."""
    sentences = {clause.sentence for clause in clauses for mention in mine if _overlaps(clause, mention)}
    own = [each for each in clauses if each.is_writers and not any(_overlaps(each, mention) for mention in mentions)]
    return any(mention.with_writer for mention in mine) or any(
        label in clause.asks or (not clause.asks and clause.sentence in sentences) for clause in own
    )


def _people(chosen: Sequence[Mention], mentions: Sequence[Mention], reading: Reading) -> tuple[AnotherPerson, ...]:
    agent = reading.letter.agent if reading.letter else None
    return tuple(
        AnotherPerson(words=mention.words, identifiers=_identifiers(mention, mentions, reading), agent=agent)
        for mention in chosen
    )


def _identifiers(mention: Mention, mentions: Sequence[Mention], reading: Reading) -> Identifiers:
    """Those in the rest of the sentence; where the message is about nobody else, all that it names."""
    end = next((other.start for other in mentions if other.start >= mention.end), len(reading.text))
    stop = _SENTENCE_END.search(reading.text, mention.end, end)
    near = identifiers_in(reading.text[mention.start : stop.start() if stop else end], reading.language)
    if near != Identifiers() or len(mentions) > 1 or mention.with_writer:
        return near
    return identifiers_in(reading.text if mention.is_whole else reading.text[mention.start :], reading.language)


def _clauses(text: str, mentions: Sequence[Mention]) -> tuple[_Clause, ...]:
    """The text cut at sentence ends and joints, but never inside a mention ("me and my wife")."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    joints = [match.start() for match in _JOINT.finditer(text)]
    cuts = sorted({0, len(text), *ends, *(at for at in joints if not any(m.start < at < m.end for m in mentions))})
    sentence_of = {start: sum(end <= start for end in ends) for start in cuts}
    return tuple(
        _Clause(
            start=start,
            end=end,
            words=text[start:end],
            sentence=sentence_of[start],
            asks=frozenset(label for label, pattern in _ASKS.items() if pattern.search(text, start, end)),
            is_writers=speaks_of_writer(text[start:end]),
        )
        for start, end in pairwise(cuts)
    )


def _overlaps(clause: _Clause, mention: Mention) -> bool:
    return mention.start < clause.end and clause.start < mention.end


def _asks(clauses: Iterable[_Clause]) -> frozenset[RequestType]:
    return frozenset().union(*(clause.asks for clause in clauses))
