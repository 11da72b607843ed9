"""The help desk's view: tickets we open and messages that arrive there."""

import json
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.case import CaseId, CaseNumber, TicketId
from bot.domain.identity import EmailAddress, NotAnAddress
from bot.domain.message import ParsedMail
from bot.errors import UnreadableMail


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


def to_raw(message: PortalMessage) -> bytes:
    """The bytes under which a portal message is kept: canonical JSON, so that the same message has one digest."""
    values = {
        "ticket_id": message.ticket_id,
        "comment_id": message.comment_id,
        "author": message.author.value,
        "subject": message.subject,
        "body": message.body,
        "created_at": message.created_at.isoformat(),
    }
    return json.dumps(values, sort_keys=True, ensure_ascii=False).encode()


def from_raw(raw: bytes) -> PortalMessage:
    """What `to_raw` kept; raises UnreadableMail for anything else."""
    try:
        values = json.loads(raw)
        return PortalMessage(
            ticket_id=TicketId(values["ticket_id"]),
            comment_id=values["comment_id"],
            author=EmailAddress.parse(values["author"]),
            subject=values["subject"],
            body=values["body"],
            created_at=datetime.fromisoformat(values["created_at"]),
        )
    except (ValueError, KeyError, TypeError, NotAnAddress) as error:
        raise UnreadableMail("the stored portal message cannot be read") from error


def as_parsed(message: PortalMessage) -> ParsedMail:
    """A portal message in the shape that triage reads."""
    return ParsedMail(
        rfc_message_id="",
        sender=message.author,
        subject=message.subject,
        sent_at=message.created_at,
        text=message.body,
        reply_text=message.body,
    )
