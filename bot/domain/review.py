"""A message the classifier is unsure of, waiting for a person's reading."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.card import ReviewId
from bot.domain.case import StaffId
from bot.domain.classification import Classification
from bot.domain.identity import EmailAddress
from bot.domain.message import MessageId
from bot.domain.request import RequestType


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """`labels` is None until a person decided; empty means "not privacy"."""

    review_id: ReviewId
    message_id: MessageId
    sender: EmailAddress
    asked_at: datetime
    classification: Classification
    excerpt: str = field(repr=False)
    labels: tuple[RequestType, ...] | None = None
    decided_by: StaffId | None = None
    decided_at: datetime | None = None
