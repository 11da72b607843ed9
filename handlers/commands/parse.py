"""`privacy-desk parse`: what a mail says, as JSON; never a traceback, whatever the bytes."""

import json
from pathlib import Path

from bot.domain.identity import EmailAddress
from bot.domain.message import ParsedMail
from bot.errors import UnreadableMail, UserError
from bot.ports.mail import MessageParser


def parse_eml(path: Path, parser: MessageParser) -> str:
    """Indented JSON of one mail file; bytes that are no mail give an empty mail with the problem named."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}") from error
    try:
        mail = parser.parse(raw)
    except UnreadableMail as error:
        mail = ParsedMail(rfc_message_id="", sender=None, problems=(str(error),))
    return json.dumps(_as_dict(mail), ensure_ascii=False, indent=2)


def _as_dict(mail: ParsedMail) -> dict[str, object]:
    return {
        "message_id": mail.rfc_message_id,
        "from": _address(mail.sender),
        "to": [address.value for address in mail.recipients],
        "subject": mail.subject,
        "sent_at": mail.sent_at.isoformat() if mail.sent_at else None,
        "text": mail.text,
        "reply_text": mail.reply_text,
        "quoted_text": mail.quoted_text,
        "attachments": [{"name": each.name, "type": each.type, "size": each.size} for each in mail.attachments],
        "automatic": mail.automatic,
        "problems": list(mail.problems),
    }


def _address(address: EmailAddress | None) -> str | None:
    return address.value if address else None
