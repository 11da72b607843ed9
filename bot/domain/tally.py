"""Daily counts of what was read and what people made of it: nobody's data, so they outlive the messages."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Self

from bot.domain.classification import Classification, Decision
from bot.domain.request import RequestType

UNKNOWN_STEPS: Final = (10, 20, 30, 50, 100)
"""Per cent: each message falls into the first that its share of unknown words does not exceed."""

UNFAMILIAR_ABOVE: Final = 30
"""Per cent of unknown words; ordinary English mail stays below it, 98 of 100 (measured on held-back briefs)."""

_LANGUAGE_LENGTH: Final = 8
_MODEL_LENGTH: Final = 200


class Agreement(StrEnum):
    """What a person made of what the classifier had suggested."""

    AGREED = "agreed"
    PARTLY = "partly"
    DISAGREED = "disagreed"
    NOT_PRIVACY = "not_privacy"


class DecidedOn(StrEnum):
    """Where a person decided: on an unsure message, or against a case that the classifier had opened."""

    REVIEW = "review"
    CASE = "case"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingTally:
    """How many messages of a day were read alike.

    `unknown_up_to` is one of UNKNOWN_STEPS, None when the model cannot tell; `unknown_permille` adds the messages'
    shares up.
    """

    on: date
    language: str
    decision: Decision
    unknown_up_to: int | None
    model_version: str
    messages: int = 1
    unknown_permille: int = 0

    @classmethod
    def of(cls, found: Classification, on: date) -> Self:
        """One message."""
        share = found.unknown_words
        return cls(
            on=on,
            language=found.language[:_LANGUAGE_LENGTH],
            decision=found.decision,
            unknown_up_to=None if share is None else _step(share),
            model_version=found.model_version[:_MODEL_LENGTH],
            unknown_permille=0 if share is None else round(1000 * share),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionTally:
    """How many of a day's decisions said the same of the classifier's suggestion."""

    on: date
    language: str
    decided_on: DecidedOn
    agreement: Agreement
    model_version: str
    decisions: int = 1

    @classmethod
    def of(cls, found: Classification, labels: Collection[RequestType], *, decided_on: DecidedOn, on: date) -> Self:
        """One decision: `labels` is all that the person chose."""
        return cls(
            on=on,
            language=found.language[:_LANGUAGE_LENGTH],
            decided_on=decided_on,
            agreement=agreement_of([score.label for score in found.labels], labels),
            model_version=found.model_version[:_MODEL_LENGTH],
        )


Tally = ReadingTally | DecisionTally


@dataclass(frozen=True, slots=True, kw_only=True)
class Tallies:
    """Both kinds, of some days, models and languages."""

    readings: tuple[ReadingTally, ...] = ()
    decisions: tuple[DecisionTally, ...] = ()

    def where(self, wanted: Callable[[Tally], bool]) -> Self:
        """Those that fit."""
        return type(self)(
            readings=tuple(each for each in self.readings if wanted(each)),
            decisions=tuple(each for each in self.decisions if wanted(each)),
        )

    def within(self, first: date, last: date) -> Self:
        """Those of a stretch of days, both ends included."""
        return self.where(lambda tally: first <= tally.on <= last)


def agreement_of(suggested: Sequence[RequestType], chosen: Collection[RequestType]) -> Agreement:
    """Suggestions are alternatives, likeliest first: choosing that one alone agrees as well as choosing all."""
    if set(chosen) in (set(suggested), set(suggested[:1])):
        return Agreement.AGREED
    if not chosen:
        return Agreement.NOT_PRIVACY
    return Agreement.PARTLY if set(chosen) & set(suggested) else Agreement.DISAGREED


def _step(share: float) -> int:
    return next((step for step in UNKNOWN_STEPS if 100 * share <= step), UNKNOWN_STEPS[-1])
