"""The support portal: the help desk where agents and customers talk."""

from typing import Protocol

from bot.domain.case import TicketId
from bot.domain.ticket import NewTicket, PortalChanges


class Portal(Protocol):
    """A help desk. Every method raises TemporaryFailure or PermanentFailure, nothing else.

    `key` is the idempotency key of a write: the same key twice leaves one comment.
    """

    def open_ticket(self, ticket: NewTicket) -> TicketId:
        """Open a ticket, or find the one opened before for the same case."""
        ...

    def add_reply(self, ticket_id: TicketId, text: str, *, key: str) -> None:
        """Add a public comment that the customer sees."""
        ...

    def add_note(self, ticket_id: TicketId, text: str, *, key: str) -> None:
        """Add a comment that only agents see."""
        ...

    def solve(self, ticket_id: TicketId) -> None:
        """Mark the ticket solved; solved already is fine."""
        ...

    def list_changes(self, cursor: str) -> PortalChanges:
        """Customers' public comments since the cursor ("" from the beginning), oldest first; never our own."""
        ...
