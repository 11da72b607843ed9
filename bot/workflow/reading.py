"""Reading: a stored message as its sender meant it, whichever door it came through."""

from dataclasses import dataclass, replace
from typing import assert_never

from bot.domain.case import TicketId
from bot.domain.identity import EmailAddress
from bot.domain.message import Channel, ParsedMail
from bot.domain.redaction import mask_cards
from bot.domain.stored_message import StoredMessage
from bot.domain.ticket import as_parsed, from_raw
from bot.errors import UnreadableMail
from bot.ports.mail import MessageParser


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A message with what it says; `sender` is somebody we can answer."""

    stored: StoredMessage
    mail: ParsedMail
    ticket_id: TicketId | None = None

    @property
    def sender(self) -> EmailAddress:
        """Raises UnreadableMail when nobody, or more than one, can be answered."""
        if self.mail.sender is None:
            raise UnreadableMail("the mail has no single, readable sender address, so nobody can be answered")
        return self.mail.sender


def read(stored: StoredMessage, parser: MessageParser) -> Reading:
    """Parse what was stored; raises UnreadableMail."""
    match stored.channel:
        case Channel.MAIL:
            return Reading(stored=stored, mail=_masked(parser.parse(stored.raw)))
        case Channel.PORTAL:
            message = from_raw(stored.raw)
            return Reading(stored=stored, mail=_masked(as_parsed(message)), ticket_id=message.ticket_id)
        case _ as never:
            assert_never(never)


def _masked(mail: ParsedMail) -> ParsedMail:
    """Card numbers and security codes go no further than the sealed raw bytes (PCI DSS 3.3)."""
    return replace(
        mail,
        subject=mask_cards(mail.subject),
        text=mask_cards(mail.text),
        reply_text=mask_cards(mail.reply_text),
        quoted_text=mask_cards(mail.quoted_text),
    )
