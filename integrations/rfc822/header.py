"""Header fields, read one by one and never trusted to be what the RFC says."""

import binascii
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from bot.domain.identity import EmailAddress, NotAnAddress, PersonName
from integrations.rfc822.address import name_address_pairs
from integrations.rfc822.charset import decoded, scrubbed

_LONGEST_VALUE: Final = 20_000
_LONGEST_ID: Final = 500
_MOST_IDS: Final = 100
_MOST_RECIPIENTS: Final = 100

_ENCODED_WORD: Final = re.compile(r"=\?([^?*\s]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?]{0,4000})\?=")
_MESSAGE_ID: Final = re.compile(r"<([^<>]{1,500})>")
_NOT_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/]+")
_FAULTS: Final = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RecursionError)


@dataclass(frozen=True, slots=True)
class Header:
    """The fields of one mail or part, by lower-case name, in the order they stand: folded and encoded as they came."""

    fields: dict[str, list[bytes]] = field(repr=False)

    def has(self, name: str) -> bool:
        """Whether the field is there at all."""
        return name in self.fields

    def values(self, name: str) -> list[str]:
        """Every value of the field: unfolded, 8-bit bytes guessed, encoded words left alone."""
        return [_unfolded(value) for value in self.fields.get(name, ())]

    def value(self, name: str) -> str:
        """The first value, or ""."""
        values = self.fields.get(name)
        return _unfolded(values[0]) if values else ""

    def text(self, name: str) -> str:
        """The first value as people read it."""
        return readable(self.value(name))


def readable(value: str) -> str:
    """Encoded words (RFC 2047) decoded, on one line."""
    return " ".join(scrubbed(_without_encoded_words(value)).split())


def message_id(header: Header) -> str:
    """`<…>`, or "" when there is none that could be used."""
    if found := _message_ids(header.value("message-id")):
        return found[0]
    bare = "".join(header.value("message-id").split()).strip("<>")
    return f"<{bare}>" if bare and len(bare) <= _LONGEST_ID else ""


def references(header: Header) -> tuple[str, ...]:
    """What the mail answers: In-Reply-To first, then References from the nearest back."""
    older = [found for value in header.values("references") for found in _message_ids(value)]
    nearest_first = _message_ids(header.value("in-reply-to")) + older[::-1]
    return tuple(dict.fromkeys(nearest_first))[:_MOST_IDS]


def sender(header: Header) -> tuple[EmailAddress | None, PersonName | None, str]:
    """Who wrote it, by which name, and the problem when it is not exactly one."""
    if len(header.fields.get("from", ())) > 1:
        return None, None, "more than one From field"
    found = _mailboxes(header, "from")
    if len({address for _, address in found}) > 1:
        return None, None, "more than one sender"
    if not found:
        return None, None, "no readable sender"
    name, address = found[0]
    return address, PersonName(name) if name else None, ""


def addresses(header: Header, *names: str) -> tuple[EmailAddress, ...]:
    """Every readable address of these fields, each once."""
    found = [address for name in names for _, address in _mailboxes(header, name)]
    return tuple(dict.fromkeys(found))[:_MOST_RECIPIENTS]


def sent_at(header: Header) -> tuple[datetime | None, str]:
    """The Date field in UTC, and the problem when it cannot be read."""
    if not header.has("date"):
        return None, "no Date field"
    try:
        at = parsedate_to_datetime(header.value("date"))
        return (at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)), ""
    except _FAULTS:
        return None, "unreadable Date field"


def _unfolded(value: bytes) -> str:
    cut = value[:_LONGEST_VALUE].replace(b"\r", b"").replace(b"\n", b"").strip(b" \t")
    return cut.decode("ascii") if cut.isascii() else decoded(cut, "utf-8")[0]


def _without_encoded_words(value: str) -> str:
    if "=?" not in value:
        return value
    pieces: list[str] = []
    held, charset, end = b"", "", 0
    for match in _ENCODED_WORD.finditer(value):
        between = value[end : match.start()]
        # RFC 2047 section 6.2: blanks between encoded words are not shown; senders split characters across words
        apart = bool(between.strip()) or not end
        if held and (apart or match[1].lower() != charset):
            pieces.append(decoded(held, charset)[0])
            held = b""
        if apart:
            pieces.append(between)
        charset, end = match[1].lower(), match.end()
        held += _word_bytes(match[2], match[3])
    return "".join([*pieces, decoded(held, charset)[0], value[end:]])


def _word_bytes(encoding: str, word: str) -> bytes:
    content = word.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(content, header=True)
    return forgiven_base64(content)


def forgiven_base64(content: bytes) -> bytes:
    """Decode what can be decoded: foreign characters dropped, a broken end cut."""
    letters = _NOT_BASE64.sub(b"", content)
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def _message_ids(value: str) -> list[str]:
    if "=?" in value:
        value = _without_encoded_words(value)
    found = ["".join(scrubbed(match).split()) for match in _MESSAGE_ID.findall(value)]
    return [f"<{one}>" for one in found if one]


def _mailboxes(header: Header, name: str) -> list[tuple[str, EmailAddress]]:
    values = header.values(name)
    if not values:
        return []
    found = _parsed(values)
    if found or not any("=?" in value for value in values):
        return found
    # Some senders encode the whole field, address and all.
    return _parsed([_without_encoded_words(value) for value in values])


def _parsed(values: list[str]) -> list[tuple[str, EmailAddress]]:
    pairs = [pair for value in values for pair in name_address_pairs(value)][: _MOST_RECIPIENTS * 2]
    return [(readable(name)[:200], address) for name, text in pairs if (address := _address(text)) is not None]


def _address(text: str) -> EmailAddress | None:
    try:
        return EmailAddress.parse(text)
    except NotAnAddress:
        return None
