"""The help desk's view: tickets we open and messages that arrive there."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.case import CaseId, CaseNumber, TicketId
from bot.domain.identity import EmailAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTicket:
    """A ticket for one case; `case_id` is its external id, so opening twice finds the first."""

    case_id: CaseId
    number: CaseNumber
    requester: EmailAddress
    subject: str = field(repr=False)
    body: str = field(repr=False)
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalMessage:
    """A public comment by a customer on a ticket. `comment_id` only grows within one portal."""

    ticket_id: TicketId
    comment_id: int
    author: EmailAddress
    subject: str = field(repr=False)
    body: str = field(repr=False)
    created_at: datetime
    external_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalChanges:
    """What is new since a cursor, and the cursor to ask with next time."""

    messages: tuple[PortalMessage, ...]
    cursor: str
