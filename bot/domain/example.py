"""A message that a person labelled, masked: what the classifier may learn from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NewType, Self

from bot.domain.case import StaffId
from bot.domain.classification import Classification
from bot.domain.identity import SubjectKey
from bot.domain.message import MessageId, ParsedMail
from bot.domain.placeholder import with_placeholders
from bot.domain.request import RequestType

ExampleId = NewType("ExampleId", str)

_SUBJECT_KEPT: Final = 300
_BODY_KEPT: Final = 24_000
"""As much as the classifier reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What the classifier had said of a message, without its words."""

    labels: tuple[RequestType, ...] = ()
    language: str = "und"
    model_version: str = ""

    @classmethod
    def of(cls, classification: Classification) -> Self:
        """The labels in the order they were suggested."""
        return cls(
            labels=tuple(score.label for score in classification.labels),
            language=classification.language,
            model_version=classification.model_version,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskedMessage:
    """Masked words, and which of them show which label; each passage stands in the subject or the body."""

    subject: str = field(repr=False)
    body: str = field(repr=False)
    evidence: tuple[tuple[RequestType, str], ...] = field(default=(), repr=False)

    @property
    def has_words(self) -> bool:
        """Whether there is anything to learn from."""
        return any(sign.isalpha() for sign in self.subject + self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedExample:
    """One for each message; a later correction takes its place. No labels: the message is ordinary mail.

    `subject_key` is of the address that wrote: the example goes when that person's data goes.
    """

    example_id: ExampleId
    message_id: MessageId
    subject_key: SubjectKey
    labels: tuple[RequestType, ...]
    suggestion: Suggestion
    message: MaskedMessage
    decided_by: StaffId
    decided_at: datetime


def masked_message(
    mail: ParsedMail, classification: Classification, labels: Collection[RequestType], *, names: Sequence[str] = ()
) -> MaskedMessage:
    """The message masked as a whole, quoted history included, for a "yes, please" says nothing without it.

    Evidence is what the classifier had shown for the labels that the person chose as well. `names` are personal words
    known beside the message.
    """
    given = [*names, mail.sender_name.value] if mail.sender_name else names
    addresses = tuple(address for address in (mail.sender, mail.reply_to) if address is not None)

    def masked(text: str) -> str:
        return with_placeholders(text, names=given, addresses=addresses, known=classification.identifiers)

    subject, body = masked(mail.subject[:_SUBJECT_KEPT]), masked(mail.text[:_BODY_KEPT])
    chosen = (score for score in classification.labels if score.label in labels)
    shown = [(score.label, masked(words)) for score in chosen for words in score.evidence]
    standing = tuple((label, words) for label, words in shown if words and (words in body or words in subject))
    return MaskedMessage(subject=subject, body=body, evidence=standing)
