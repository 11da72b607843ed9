"""A message from outside: raw as it came, then parsed."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from bot.domain.identity import EmailAddress, PersonName
from bot.domain.sender_check import SenderCheck

MessageId = NewType("MessageId", str)
"""Our own id of a stored message; never the sender's Message-ID header."""


class Channel(StrEnum):
    """How a message reached us."""

    MAIL = "mail"
    PORTAL = "portal"


class MessageOutcome(StrEnum):
    """What became of a message; every message ends in exactly one."""

    RECEIVED = "received"
    CASES_OPENED = "cases_opened"
    ADDED_TO_CASE = "added_to_case"
    IN_REVIEW = "in_review"
    LEFT_ALONE = "left_alone"
    AUTOMATIC = "automatic"
    DUPLICATE = "duplicate"
    DEAD_LETTER = "dead_letter"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailKey:
    """Where a mail stands on its server (RFC 9051: mailbox, UIDVALIDITY, UID)."""

    mailbox: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedMail:
    """One mail as the server holds it; `arrived_at` is INTERNALDATE, never the Date header.

    With a `problem` not all of it could be had: `raw` is what could, and a person has to look into the mailbox.
    """

    key: MailKey
    arrived_at: datetime
    raw: bytes = field(repr=False)
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A part that is not the text; named and measured, never opened."""

    name: str = field(repr=False)
    type: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedMail:
    """What a mail says.

    `text` is the whole readable text, `reply_text` what the sender wrote now, `quoted_text` what was cut (history,
    forwarded heads, footers). `automatic` marks bots, lists and bounces (RFC 3834). `references` are the
    Message-IDs the mail answers, nearest first.
    `is_cut`: the body was too large to be taken in. `problems` names what was broken and how it was read anyway.
    """

    rfc_message_id: str
    sender: EmailAddress | None
    sender_name: PersonName | None = None
    reply_to: EmailAddress | None = None
    recipients: tuple[EmailAddress, ...] = ()
    subject: str = field(default="", repr=False)
    sent_at: datetime | None = None
    text: str = field(default="", repr=False)
    reply_text: str = field(default="", repr=False)
    quoted_text: str = field(default="", repr=False)
    attachments: tuple[Attachment, ...] = ()
    references: tuple[str, ...] = ()
    automatic: bool = False
    is_cut: bool = False
    sender_check: SenderCheck = SenderCheck.UNCHECKED
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMail:
    """One mail we send; `message_id` is its idempotency key and carries the thread token.

    `in_reply_to` and `references` are Message-IDs with their angle brackets.
    """

    message_id: str
    to: EmailAddress
    subject: str = field(repr=False)
    text: str = field(repr=False)
    html: str | None = field(default=None, repr=False)
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    attachments: tuple["MailAttachment", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MailAttachment:
    """A file we send along."""

    name: str
    type: str
    content: bytes = field(repr=False)
