"""Reading customers' words."""

from datetime import date
from typing import Protocol

from bot.domain.classification import Classification
from bot.domain.correction import Correction
from bot.domain.notice import NoticeTopic
from bot.domain.request import Language


class Classifier(Protocol):
    """Which requests a message makes."""

    def classify(self, *, subject: str, body: str) -> Classification:
        """Decide for any text whatever, in bounded time; never raises."""
        ...


class CorrectionReader(Protocol):
    """What a rectification asks to change."""

    def find_correction(self, text: str) -> Correction | None:
        """The field, old and new value where the words say so plainly; None leaves it to a person."""
        ...


class FindDate(Protocol):
    """The day that words speak of."""

    def __call__(self, words: str, *, language: Language, received_on: date) -> date | None:
        """The first day on which something may happen that shall wait for it; None leaves it to a person."""
        ...


class FindTopics(Protocol):
    """What a question about the privacy notice is about."""

    def __call__(self, text: str, language: Language) -> tuple[NoticeTopic, ...]:
        """The topics asked about, plainest first; GENERAL alone when none fits."""
        ...
