"""What the encoder is shown: whole mails, and variations of them made anew in every round."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from bot.domain.request import RequestType
from nlp.calibration import LABELS, PRIVACY
from nlp.encoder.tokens import Integers, Span, excerpt
from nlp.encoder.word_pieces import WordPieces
from nlp.linear import Matrix
from nlp.study import StudiedMail, target_of

CROPPED: Final = 0.25
"""How often a mail of several sentences is cut to a few of them."""
MIXED: Final = 0.15
"""How often an ordinary mail gets a request from another mail, or a request gets ordinary sentences around it."""

_RUN_LENGTHS: Final = (1, 1, 2, 3)
_WORDS_ENOUGH: Final = 5

Shown = tuple[tuple[RequestType, int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text with its labels and the places of the words that led to each."""

    text: str
    language: str
    labels: frozenset[RequestType]
    shown: Shown = ()
    sentences: tuple[Span, ...] = ()

    def cut(self, start: int, end: int) -> "Passage":
        """The stretch from start to end, with the labels that it shows itself."""
        inside = tuple(
            (label, max(0, first - start), min(last, end) - start)
            for label, first, last in self.shown
            if first < end and start < last
        )
        labels = frozenset(label for label, _, _ in inside)
        return Passage(text=self.text[start:end], language=self.language, labels=labels, shown=inside)

    def followed_by(self, other: "Passage", joint: str) -> "Passage":
        """Both texts one after the other, with the labels of both."""
        begins = len(self.text) + len(joint)
        moved = tuple((label, first + begins, last + begins) for label, first, last in other.shown)
        return replace(
            self,
            text=f"{self.text}{joint}{other.text}",
            labels=self.labels | other.labels,
            shown=self.shown + moved,
            sentences=(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Word pieces with the targets of the mail (heads) and of each piece (pieces × heads)."""

    ids: Integers
    target: Matrix
    by_token: Matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """The passages of a training, and what may be borrowed from one for another."""

    passages: tuple[Passage, ...]
    requests: dict[str, tuple[Passage, ...]]
    ordinary: dict[str, tuple[Passage, ...]]


def passage_of(one: StudiedMail) -> Passage:
    """The mail as it is read."""
    return Passage(
        text=one.reading.text,
        language=one.reading.language,
        labels=one.mail.labels,
        shown=one.shown,
        sentences=one.spans,
    )


def lesson_of(studied: Sequence[StudiedMail]) -> Lesson:
    """All mails, with the sentences that are plainly a request and those that are plainly none, by language."""
    requests: dict[str, list[Passage]] = {}
    ordinary: dict[str, list[Passage]] = {}
    for one in studied:
        passage = passage_of(one)
        if one.mail.is_privacy and not one.mail.may_be_reviewed:
            requests.setdefault(passage.language, []).extend(_telling(passage))
        elif not one.mail.is_privacy and len(one.spans) > 1:
            ordinary.setdefault(passage.language, []).append(passage)
    return Lesson(
        passages=tuple(passage_of(one) for one in studied),
        requests={language: tuple(found) for language, found in requests.items() if found},
        ordinary={language: tuple(found) for language, found in ordinary.items()},
    )


def _telling(passage: Passage) -> list[Passage]:
    """The sentences that show every label of their mail."""
    cut = (passage.cut(*span) for span in passage.sentences)
    return [part for part in cut if part.labels == passage.labels and len(part.text.split()) >= _WORDS_ENOUGH]


def round_of(lesson: Lesson, pieces: WordPieces, chance: random.Random) -> list[Sample]:
    """Every mail once, some of them varied."""
    return [sample_of(_varied(passage, lesson, chance), pieces) for passage in lesson.passages]


def sample_of(passage: Passage, pieces: WordPieces) -> Sample:
    """The word pieces of a passage; of a long one the sentences that teach most."""
    weights = [float(bool(passage.cut(*span).labels)) for span in passage.sentences]
    tokens = excerpt(pieces.tokens(passage.text), passage.sentences, weights)
    by_token = np.zeros((len(tokens.ids), PRIVACY + 1), np.float32)
    for label, start, end in passage.shown:
        inside = tokens.inside((start, end))
        by_token[inside, LABELS.index(label)] = 1
        by_token[inside, PRIVACY] = 1
    return Sample(ids=tokens.ids, target=target_of(passage.labels), by_token=by_token)


def _varied(passage: Passage, lesson: Lesson, chance: random.Random) -> Passage:
    mixed = _mixed(passage, lesson, chance) if chance.random() < MIXED else passage
    return _cropped(mixed, chance) if chance.random() < CROPPED else mixed


def _mixed(passage: Passage, lesson: Lesson, chance: random.Random) -> Passage:
    """A request buried in another story: what long mails do, and short ones never teach."""
    if passage.labels:
        others = lesson.ordinary.get(passage.language)
        if not others:
            return passage
        other = chance.choice(others)
        around = other.cut(*_run(other, chance))
        pair = (passage, around) if chance.random() < 0.5 else (around, passage)
        return pair[0].followed_by(pair[1], "\n")
    requests = lesson.requests.get(passage.language)
    if not requests or len(passage.sentences) < 2:
        return passage
    _, place = chance.choice(passage.sentences)
    asked = passage.cut(0, place).followed_by(chance.choice(requests), " ")
    return asked.followed_by(passage.cut(place, len(passage.text)), "")


def _cropped(passage: Passage, chance: random.Random) -> Passage:
    """Some sentences on their own; a request only where they show it, since context may carry the rest."""
    if len(passage.sentences) < 2:
        return passage
    part = passage.cut(*_run(passage, chance))
    return part if part.labels or not passage.labels else passage


def _run(passage: Passage, chance: random.Random) -> Span:
    first = chance.randrange(len(passage.sentences))
    last = min(len(passage.sentences), first + chance.choice(_RUN_LENGTHS)) - 1
    return passage.sentences[first][0], passage.sentences[last][1]
