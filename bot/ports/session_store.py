"""Where sign-in links and sessions are kept."""

from datetime import datetime
from typing import Protocol

from bot.domain.case import StaffId


class Sessions(Protocol):
    """Sign-in links and sessions of our own people, by the hash of their token."""

    def add_link(self, token_hash: str, staff_id: StaffId, *, expires_at: datetime) -> None:
        """A sign-in link that works once."""
        ...

    def use_link(self, token_hash: str, *, at: datetime) -> StaffId | None:
        """Consume it; None when unknown, used or expired."""
        ...

    def open(self, token_hash: str, staff_id: StaffId, *, at: datetime) -> None:
        """A new session."""
        ...

    def find(self, token_hash: str, *, at: datetime) -> StaffId | None:
        """Whose session it is; None when there is none or it has ended."""
        ...

    def close(self, token_hash: str) -> None:
        """End it."""
        ...
