"""What people taught: reviewed messages, masked."""

from collections.abc import Iterator
from typing import Protocol

from bot.domain.case import Case
from bot.domain.example import ReviewedExample
from bot.domain.message import MessageId
from bot.domain.request import RequestType


class Examples(Protocol):
    """One example a message, gone with the message's key or its writer's data."""

    def keep(self, example: ReviewedExample) -> None:
        """Add it, or put it in the place of what was kept of the same message; raises KeyDestroyed."""
        ...

    def find_labels(self, message_id: MessageId) -> frozenset[RequestType] | None:
        """What a person last said a message asks for; None when nobody did, or it was forgotten."""
        ...

    def forget(self, case: Case) -> int:
        """Delete what a case's messages taught, and whatever else its people wrote; how many examples that were."""
        ...

    def iter_readable(self) -> Iterator[ReviewedExample]:
        """Every example whose message has not been erased, oldest decision first."""
        ...
