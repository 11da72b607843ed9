"""An outgoing mail as RFC 5322 bytes: marked as automatic, safe against header injection."""

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from bot.domain.identity import EmailAddress
from bot.domain.message import MailAttachment, OutgoingMail

_MOST_REFERENCES: Final = 20
# The library folds a long Message-ID into encoded words, which breaks the thread: lines may have 998 bytes (RFC 5322).
_POLICY: Final = SMTP.clone(max_line_length=998)
_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_MESSAGE_ID: Final = re.compile(r"<[!-;=?-~]{1,900}>")
_MEDIA_TYPE: Final = re.compile(r"([a-z0-9][a-z0-9!#$&^_.+-]*)/([a-z0-9][a-z0-9!#$&^_.+-]*)")


def outgoing_bytes(mail: OutgoingMail, *, sender: EmailAddress, sender_name: str, at: datetime) -> bytes:
    """The whole mail; `mail.references` stand oldest first, as in the field."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = _mailbox(sender, _one_line(sender_name))
    message["To"] = _mailbox(mail.to, "")
    message["Subject"] = _one_line(mail.subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = mail.message_id
    _add_thread(message, mail)
    message["Auto-Submitted"] = "auto-replied"  # RFC 3834: no robot may answer it
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(_storable(mail.text), cte="quoted-printable")
    if mail.html is not None:
        message.add_alternative(_storable(mail.html), subtype="html", cte="quoted-printable")
    for attachment in mail.attachments:
        _attach(message, attachment)
    return message.as_bytes()


def _mailbox(address: EmailAddress, name: str) -> Address:
    local, _, domain = address.value.rpartition("@")
    return Address(display_name=name, username=local, domain=domain)


def _add_thread(message: EmailMessage, mail: OutgoingMail) -> None:
    known = [one for one in mail.references if _MESSAGE_ID.fullmatch(one)]
    if mail.in_reply_to and _MESSAGE_ID.fullmatch(mail.in_reply_to):
        message["In-Reply-To"] = mail.in_reply_to
        known = [one for one in known if one != mail.in_reply_to] + [mail.in_reply_to]
    if known:
        message["References"] = " ".join(known[-_MOST_REFERENCES:])


def _attach(message: EmailMessage, attachment: MailAttachment) -> None:
    found = _MEDIA_TYPE.fullmatch(attachment.type.lower())
    maintype, subtype = (
        found.groups() if found and found[1] not in {"multipart", "message"} else ("application", "octet-stream")
    )
    message.add_attachment(attachment.content, maintype=maintype, subtype=subtype, filename=_one_line(attachment.name))


def _one_line(text: str) -> str:
    return " ".join(_UNPRINTABLE.sub(" ", text).split())


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
