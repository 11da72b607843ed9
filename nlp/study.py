"""The corpus taken apart for training: features, sentence targets, folds of whole briefs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from spacy.language import Language

from bot.domain.request import RequestType
from nlp.calibration import LABELS
from nlp.features import Buckets
from nlp.linear import Matrix
from nlp.reading import Reading, read_message
from nlp.scorer import MailFeatures, mail_features, sentence_spans
from nlp.training_mail import TrainingMail

HELD_BACK: Final = frozenset({"uk", "dull", "letters", "midlength", "langues"})
"""Briefs that no model is ever trained from: written by other hands, one of them in five languages beside English."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudiedMail:
    """One mail with its features and what each part should teach."""

    mail: TrainingMail
    reading: Reading
    features: MailFeatures
    spans: tuple[tuple[int, int], ...]
    shown: tuple[tuple[RequestType, int, int], ...]
    sentence_targets: Matrix
    teaches: tuple[bool, ...]

    @property
    def target(self) -> Matrix:
        """One column per head."""
        return target_of(self.mail.labels)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """Rows and targets for one linear model."""

    rows: Sequence[Buckets]
    targets: Matrix


def target_of(labels: Iterable[RequestType]) -> Matrix:
    """1 for each label present, and for "privacy" when there is any."""
    present = set(labels)
    return np.array([*(label in present for label in LABELS), bool(present)], np.float32)


def study(mail: TrainingMail, pipeline: Language) -> StudiedMail:
    """Read the mail exactly as the classifier will; `pipeline` ends with its sentences."""
    reading = read_message(mail.subject, mail.body)
    with pipeline.memory_zone():
        spans = sentence_spans(pipeline(reading.text))
    placed = ((label, *_place(words, reading.text)) for label, words in mail.evidence)
    shown = tuple((label, start, end) for label, start, end in placed if start < end)
    labels = [{label for label, start, end in shown if start < span[1] and span[0] < end} for span in spans]
    topic_end = reading.text.find("\n\n") if mail.subject.strip() else 0
    teaches = tuple(
        bool(found) or not mail.is_privacy or span[1] > topic_end for found, span in zip(labels, spans, strict=True)
    )
    return StudiedMail(
        mail=mail,
        reading=reading,
        features=mail_features([reading.text[start:end] for start, end in spans]),
        spans=spans,
        shown=shown,
        sentence_targets=np.array([target_of(found) for found in labels] or [target_of(())], np.float32),
        teaches=teaches or (True,),
    )


def whole_lesson(studied: Sequence[StudiedMail]) -> Lesson:
    """Every mail as one row."""
    return Lesson(rows=[one.features.whole for one in studied], targets=np.array([one.target for one in studied]))


def sentence_lesson(studied: Sequence[StudiedMail]) -> Lesson:
    """Every mail as one row, and every sentence by what it shows itself; a subject without evidence teaches nothing."""
    whole = whole_lesson(studied)
    sentences = [
        (row, target)
        for one in studied
        if len(one.features.sentences) > 1
        for row, target, teaches in zip(one.features.sentences, one.sentence_targets, one.teaches, strict=True)
        if teaches and len(row)
    ]
    rows = [*whole.rows, *(row for row, _ in sentences)]
    return Lesson(rows=rows, targets=np.concatenate([whole.targets, np.array([target for _, target in sentences])]))


def folds(studied: Sequence[StudiedMail], count: int) -> list[frozenset[str]]:
    """Whole briefs, so that twins and one writer's turns of phrase never stand on both sides; of like sizes."""
    sizes = Counter(one.mail.brief for one in studied)
    parts: list[list[str]] = [[] for _ in range(count)]
    for brief in sorted(sizes, key=lambda name: (-sizes[name], name)):
        min(parts, key=lambda part: sum(sizes[name] for name in part)).append(brief)
    return [frozenset(part) for part in parts]


def _place(words: str, text: str) -> tuple[int, int]:
    start = text.find(words)
    return (start, start + len(words)) if start >= 0 else (0, 0)
