"""A help desk in memory."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.case import TicketId
from bot.domain.identity import EmailAddress
from bot.domain.ticket import NewTicket, PortalChanges, PortalMessage
from tests.fakes.faults import Faults


@dataclass
class FakePortal:
    """Finds a ticket by its case, a comment by its key; both once."""

    faults: Faults
    tickets: dict[TicketId, NewTicket] = field(default_factory=dict)
    replies: dict[str, tuple[TicketId, str]] = field(default_factory=dict)
    notes: dict[str, tuple[TicketId, str]] = field(default_factory=dict)
    solved: list[TicketId] = field(default_factory=list)
    comments: list[PortalMessage] = field(default_factory=list)

    def open_ticket(self, ticket: NewTicket) -> TicketId:
        with self.faults.call():
            known = next((key for key, each in self.tickets.items() if each.case_id == ticket.case_id), None)
            ticket_id = known or TicketId(str(len(self.tickets) + 1))
            self.tickets.setdefault(ticket_id, ticket)
            return ticket_id

    def add_reply(self, ticket_id: TicketId, text: str, *, key: str) -> None:
        with self.faults.call():
            self.replies.setdefault(key, (ticket_id, text))

    def add_note(self, ticket_id: TicketId, text: str, *, key: str) -> None:
        with self.faults.call():
            self.notes.setdefault(key, (ticket_id, text))

    def solve(self, ticket_id: TicketId) -> None:
        with self.faults.call():
            self.solved.append(ticket_id)

    def list_changes(self, cursor: str) -> PortalChanges:
        with self.faults.call():
            seen = int(cursor or 0)
            return PortalChanges(messages=tuple(self.comments[seen:]), cursor=str(len(self.comments)))

    def write_in(self, ticket_id: str, author: str, words: str, *, at: datetime) -> None:
        """A customer comments."""
        self.comments.append(
            PortalMessage(
                ticket_id=TicketId(ticket_id),
                comment_id=len(self.comments) + 1,
                author=EmailAddress.parse(author),
                subject="From the portal",
                body=words,
                created_at=at,
            )
        )
