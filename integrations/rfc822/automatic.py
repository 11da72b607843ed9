"""Which mails no person wrote: bots, lists, bounces (RFC 3834, and what the field does instead)."""

import re
from typing import Final

from integrations.rfc822.header import Header

# X-Auto-Response-Suppress is missing on purpose: it says "do not answer by machine", not "written by one".
_TELLING_FIELDS: Final = (
    "list-id",
    "list-unsubscribe",
    "list-post",
    "list-help",
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply",
    "x-autoreply-from",
    "x-mail-autoreply",
    "x-failed-recipients",
    "x-cron-env",
)
_PRECEDENCES: Final = frozenset({"bulk", "list", "junk", "auto_reply", "auto-reply"})
_REPORTS: Final = frozenset({"multipart/report", "message/delivery-status", "message/disposition-notification"})


_NOTICE: Final = re.compile(
    r"\s*(?:auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office|automatische (?:antwort|abwesenheitsnotiz)|"
    r"abwesenheits(?:notiz|agent|assistent)|r[ée]ponse automatique|respuesta autom[áa]tica|risposta automatica|"
    r"automatisch antwoord|afwezigheidsbericht|undeliver(?:able|ed)|mail delivery (?:failed|failure|subsystem)|"
    r"delivery status notification|returned mail|unzustellbar)\b[^\n]{0,5}(?:[:(|-]|$)",
    re.IGNORECASE,
)
"""Subjects that programs write; the mark behind them, so that "Undeliverable parcel" stays a customer's."""


def is_automatic(header: Header, content_type: str) -> bool:
    """Whether answering it could start a loop, or opening a case would be for nobody."""
    if content_type in _REPORTS or any(header.has(name) for name in _TELLING_FIELDS):
        return True
    submitted = _keyword(header, "auto-submitted")
    if submitted and submitted != "no":
        return True
    if _NOTICE.match(header.text("subject")):
        return True
    if _keyword(header, "precedence") in _PRECEDENCES or _keyword(header, "x-precedence") in _PRECEDENCES:
        return True
    return_path = "".join(header.value("return-path").split()).lower()
    return return_path == "<>" or return_path.startswith("<mailer-daemon@")


def _keyword(header: Header, name: str) -> str:
    return header.value(name).partition(";")[0].partition("(")[0].strip().lower()
