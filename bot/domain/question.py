"""A question to the customer while their case waits: when it was asked and when the answer came."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`answered_at` stays None for one that is awaited, and for one that people stopped waiting for."""

    asked_at: datetime
    answered_at: datetime | None = None
