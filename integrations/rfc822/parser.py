"""The MessageParser for mails: every field and part is read on its own, so one broken piece costs only itself."""

from dataclasses import dataclass
from typing import Final

from bot.domain.message import ParsedMail
from bot.errors import UnreadableMail
from integrations.rfc822 import header as fields
from integrations.rfc822.automatic import is_automatic
from integrations.rfc822.body import LONGEST_TEXT, Body, read_body
from integrations.rfc822.charset import decoded, scrubbed
from integrations.rfc822.part import Part, Splitting, split_mail
from integrations.rfc822.refused_body import is_body_refused
from integrations.rfc822.reply import split_reply
from integrations.rfc822.sender_evidence import sender_check

_LONGEST_SUBJECT: Final = 1_000
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Rfc822Parser:
    """Reads what the field sends; keeps no state.

    `authserv_id` is the name under which our own mail server reports what it checked; "" trusts nobody's report.
    """

    authserv_id: str = ""

    def parse(self, raw: bytes) -> ParsedMail:
        """Read a mail whatever its bytes; raises UnreadableMail only when they are no mail at all."""
        if not raw.strip(b"\x00\t\r\n "):
            raise UnreadableMail("there is nothing in it")
        splitting = Splitting()
        try:
            mail = split_mail(_with_line_ends(raw), splitting)
            return _parsed(mail, read_body(mail, splitting), self.authserv_id)
        except Exception as error:  # noqa: BLE001 - one mail must never stop the poller, whatever it trips over
            return _as_one_text(raw, f"its structure cannot be read ({type(error).__name__})")


def _with_line_ends(raw: bytes) -> bytes:
    """Without a mark or blank lines in front; carriage returns alone count as line ends when there are no others."""
    lines = raw if b"\n" in raw else raw.replace(b"\r", b"\n")
    return lines.removeprefix(_BYTE_ORDER_MARK).lstrip(b"\r\n\x00")


def _as_one_text(raw: bytes, problem: str) -> ParsedMail:
    text = scrubbed(decoded(raw[: LONGEST_TEXT * 4], "utf-8")[0])[:LONGEST_TEXT].strip()
    return ParsedMail(rfc_message_id="", sender=None, text=text, reply_text=text, problems=(problem,))


def _parsed(mail: Part, body: Body, authserv_id: str) -> ParsedMail:
    header, splitting = mail.header, body.splitting
    sender, sender_name, sender_problem = fields.sender(header)
    sent_at, date_problem = fields.sent_at(header)
    rfc_message_id = fields.message_id(header)
    for problem in (sender_problem, date_problem, "" if rfc_message_id else "no Message-ID"):
        splitting.note(problem)
    whole = "\n\n".join(text for text in body.texts if text.strip())
    if len(whole) > LONGEST_TEXT:
        splitting.note(f"text cut at {LONGEST_TEXT:,} characters")
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
        text=_joined(reply.text, enclosed),
        reply_text=reply.reply_text,
        quoted_text=_joined(reply.quoted_text, enclosed),
        attachments=tuple(body.attachments),
        references=tuple(one for one in fields.references(header) if one != rfc_message_id),
        automatic=is_automatic(header, mail.kind),
        is_cut=is_body_refused(header),
        sender_check=sender_check(header, sender, authserv_id=authserv_id),
        problems=tuple(splitting.problems),
    )


def _joined(text: str, enclosed: str) -> str:
    return "\n\n".join(part for part in (text, enclosed) if part)
