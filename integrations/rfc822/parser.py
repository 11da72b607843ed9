"""The MessageParser for mails: every field and part is read on its own, so one broken piece costs only itself."""

import email
import re
from dataclasses import dataclass
from email.message import Message
from typing import Final

from bot.domain.message import ParsedMail
from bot.errors import UnreadableMail
from integrations.rfc822 import header as fields
from integrations.rfc822.automatic import is_automatic
from integrations.rfc822.body import LONGEST_TEXT, Body, content_type, read_body
from integrations.rfc822.charset import decoded, scrubbed
from integrations.rfc822.header import Header
from integrations.rfc822.reply import split_reply

_LONGEST_SUBJECT: Final = 1_000
_LONGEST_FLAT: Final = 4_000_000
_MOST_CONTAINERS: Final = 100
_MOST_BOUNDARY_LINES: Final = 5_000
_CONTAINER: Final = re.compile(rb"(?:multipart|message)/", re.IGNORECASE)
_HEADER_END: Final = re.compile(rb"\r?\n\r?\n|\r\r")


@dataclass(frozen=True, slots=True)
class Rfc822Parser:
    """Reads what the field sends; keeps no state."""

    def parse(self, raw: bytes) -> ParsedMail:
        """Read a mail whatever its bytes; raises UnreadableMail only when they are no mail at all."""
        if not raw.strip(b"\x00\t\r\n "):
            raise UnreadableMail("there is nothing in it")
        mail, body = _opened(raw)
        return _parsed(Header.of(mail.raw_items()), body)


def _opened(raw: bytes) -> tuple[Message, Body]:
    if _is_bomb(raw):
        return _flat(raw, "too many parts: read as one text")
    try:
        mail = email.message_from_bytes(raw)
        return mail, read_body(mail)
    except Exception as error:  # noqa: BLE001 - one mail must never stop the poller, whatever the library trips over
        return _flat(raw, f"its structure cannot be read ({type(error).__name__})")


def _is_bomb(raw: bytes) -> bool:
    """The library takes quadratic time, and recursion, on nests of parts that no mail program makes."""
    return raw.count(b"\n--") > _MOST_BOUNDARY_LINES or len(_CONTAINER.findall(raw)) > _MOST_CONTAINERS


def _flat(raw: bytes, problem: str) -> tuple[Message, Body]:
    """Only the head is taken apart; the rest is one text."""
    end = _HEADER_END.search(raw)
    cut = end.start() if end else len(raw)
    text, guess = decoded(raw[cut : cut + _LONGEST_FLAT], "utf-8")
    body = Body(texts=[scrubbed(text)])
    body.note(problem)
    body.note(guess)
    head = raw[: min(cut, _LONGEST_FLAT)]
    return email.message_from_bytes(re.sub(rb"(?im)^content-type:", b"X-Content-Type:", head)), body


def _parsed(header: Header, body: Body) -> ParsedMail:
    sender, sender_name, sender_problem = fields.sender(header)
    sent_at, date_problem = fields.sent_at(header)
    body.note(sender_problem)
    body.note(date_problem)
    rfc_message_id = fields.message_id(header)
    body.note("" if rfc_message_id else "no Message-ID")
    whole = "\n\n".join(text for text in body.texts if text.strip())
    if len(whole) > LONGEST_TEXT:
        body.note(f"text cut at {LONGEST_TEXT:,} characters")
    subject = header.text("subject")[:_LONGEST_SUBJECT]
    reply = split_reply(whole[:LONGEST_TEXT], subject=subject)
    enclosed = "\n\n".join(body.enclosed)[:LONGEST_TEXT].strip()
    reply_to = fields.addresses(header, "reply-to")
    return ParsedMail(
        rfc_message_id=rfc_message_id,
        sender=sender,
        sender_name=sender_name,
        reply_to=reply_to[0] if reply_to else None,
        recipients=fields.addresses(header, "to", "cc"),
        subject=subject,
        sent_at=sent_at,
        text="\n\n".join(part for part in (reply.text, enclosed) if part),
        reply_text=reply.reply_text,
        quoted_text="\n\n".join(part for part in (reply.quoted_text, enclosed) if part),
        attachments=tuple(body.attachments),
        references=tuple(one for one in fields.references(header) if one != rfc_message_id),
        automatic=is_automatic(header, content_type(header)),
        problems=tuple(body.problems),
    )
