"""One stretch of words carries one request: a second label needs words of its own."""

import re
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nlp.calibration import LABELS, PRIVACY, Numbers
from nlp.linear import Matrix
from nlp.reading import Reading
from nlp.scorer import MailScores

SHARED: Final = 0.3
"""The most that a label without words of its own may be worth: too little to act on."""

_SURE_WITHOUT: Final = 0.8
"""From here on a label needs no words of its own: the second stage reads a mail as a whole, and is seldom so sure for
nothing. Chosen on unseen briefs: macro-F1 as with no such rule, half as many mails with a label too many."""

_SPOKEN: Final = -1.0
_BARELY_SPOKEN: Final = -1.5
_HINTED: Final = -3.0
_JOINT: Final = re.compile(
    r"\s*[;:]\s|\s[-–—]\s"
    r"|,?\s+(?:and|also|plus|but|und|sowie|außerdem|aber|et|ainsi que|mais|y|e|además|pero|inoltre|ma|en|ook|maar)\s+"
    r"|,\s+(?=(?:please|bitte|then|dann|stop|delete|send|do|don't|ne|no|non|keine?|geen|graag)\b)",
    re.IGNORECASE,
)

Booleans = NDArray[np.bool_]
ScoreWords = Callable[[str], Matrix]


def owned_labels(reading: Reading, scores: MailScores, score: ScoreWords) -> Booleans:
    """For each label whether some words speak for it more than for any other.

    Words that a rule knows belong to its label; other words to the label they score highest for.
    """
    owned = np.zeros(PRIVACY, np.bool_)
    for (start, end), row in zip(scores.spans, scores.sentences, strict=False):
        owned |= _owned_in(reading.text[start:end], row[:PRIVACY], reading, score)
    return owned


def without_shared(chances: Numbers, owned: Booleans, *, is_plain: bool) -> Numbers:
    """The chances with every doubtful label held down that has no words of its own; the best label always stays.

    `is_plain`: a rule knows a sentence of the message as one request, so no label is sure without words then.
    """
    labels = chances[:PRIVACY]
    lost = ~owned if is_plain else ~owned & (labels < _SURE_WITHOUT)
    lost[int(np.argmax(np.where(owned, labels, -1.0) if is_plain and owned.any() else labels))] = False
    held = chances.copy()
    held[:PRIVACY][lost] = np.minimum(labels[lost], SHARED)
    return held


def _owned_in(words: str, row: Matrix, reading: Reading, score: ScoreWords) -> Booleans:
    owned = _ruled_in(words, reading)
    if not owned.any():
        owned[int(np.argmax(row))] = row.max() > _BARELY_SPOKEN
    if ((row > _HINTED) & ~owned).any():
        for clause in _clauses(words):
            said = score(clause)[:PRIVACY]
            best = int(np.argmax(said))
            owned[best] |= said[best] > _SPOKEN and not _ruled_in(clause, reading).any()
    return owned


def _ruled_in(words: str, reading: Reading) -> Booleans:
    """Labels that a rule found in these words; of rules that found the same words, the plainer one."""
    found = [finding for finding in reading.rules.findings if finding.words in words]
    whole = {finding.label for finding in found if finding.is_sentence}
    return np.array([label in (whole or {finding.label for finding in found}) for label in LABELS], np.bool_)


def _clauses(words: str) -> list[str]:
    """The parts of a sentence that is joined from several; nothing when it is one."""
    parts = [part for part in _JOINT.split(words) if len(part.split()) > 1]
    return parts if len(parts) > 1 else []
