"""The parts of a mail: which of them is the text, and what else came along."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from typing import Final

from bot.domain.message import Attachment
from integrations.rfc822.charset import decoded, scrubbed
from integrations.rfc822.flowed import unflowed
from integrations.rfc822.header import Header, readable
from integrations.rfc822.html_text import readable_text

LONGEST_TEXT: Final = 1_000_000
_LONGEST_PART: Final = 4_000_000
_DEEPEST: Final = 20
_MOST_PARTS: Final = 300
_FAULTS: Final = (LookupError, ValueError, TypeError, AttributeError, AssertionError, ArithmeticError, RecursionError)

_TYPE: Final = re.compile(r"\s*([a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,80})\s*(?:;|$)", re.IGNORECASE)
_PARAMETER: Final = re.compile(
    r";\s*(charset|format|delsp)\*?\s*=\s*(?:\"([^\"]{0,80})\"|([^\s;\"]{1,80}))", re.IGNORECASE
)
_META_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-z0-9_:.-]{1,40})", re.IGNORECASE)
_UNSAFE_IN_NAME: Final = re.compile(r"[/\\:*?\"<>|\s]+")
_STUB: Final = re.compile(r"\bhtml\b", re.IGNORECASE)
_LONGEST_STUB: Final = 300


@dataclass(slots=True)
class Body:
    """What was found so far."""

    texts: list[str] = field(default_factory=list)
    enclosed: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    parts: int = 0

    def note(self, problem: str) -> None:
        """Name each problem once."""
        if problem and problem not in self.problems:
            self.problems.append(problem)


def read_body(mail: Message) -> Body:
    """Every text part in order, attachments named and measured but never opened."""
    body = Body()
    _read(mail, body, depth=0)
    return body


def content_type(header: Header) -> str:
    """The media type; text/plain where the field is missing or broken (RFC 2045 section 5.2)."""
    value = header.value("content-type")
    found = _TYPE.match(value)
    if found is None and value:
        found = _TYPE.match(value.replace(" ", ";", 1))
    return found[1].lower() if found else "text/plain"


def _read(part: Message, body: Body, *, depth: int) -> None:
    body.parts += 1
    if body.parts > _MOST_PARTS or depth > _DEEPEST:
        body.note(f"only the first {_MOST_PARTS} parts, {_DEEPEST} deep, were read")
        return
    header = Header.of(part.raw_items())
    kind = content_type(header)
    children = _children(part)
    if kind == "message/rfc822" and children:
        _read_enclosed(children[0], body, depth=depth)
    elif children and kind == "multipart/alternative":
        _read_alternative(children, body, depth=depth)
    elif children and not kind.startswith("message/"):
        for child in children:
            _read(child, body, depth=depth + 1)
    elif _is_text(header, kind, depth=depth):
        body.texts.append(_text(part, header, kind, body))
    else:
        body.attachments.append(_attachment(part, header, kind))


def _children(part: Message) -> list[Message]:
    payload: object = part.get_payload() if part.is_multipart() else ()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def _read_alternative(children: list[Message], body: Body, *, depth: int) -> None:
    """Plain text before HTML, unless it is empty or only says to look at the HTML."""
    kinds = [content_type(Header.of(child.raw_items())) for child in children]
    held, body.texts = body.texts, []
    for child, kind in zip(children, kinds, strict=True):
        if kind == "text/plain":
            _read(child, body, depth=depth + 1)
    plain, body.texts = [text for text in body.texts if text.strip()], []
    rich = [child for child, kind in zip(children, kinds, strict=True) if kind != "text/plain"]
    if plain and not (rich and _is_stub(plain)):
        _enlist([leaf for child in rich for leaf in _leaves(child)], body)
        body.texts = held + plain
        return
    for child in rich:
        _read(child, body, depth=depth + 1)
    body.texts = held + ([text for text in body.texts if text.strip()] or plain)


def _is_stub(texts: list[str]) -> bool:
    joined = " ".join(texts)
    return len(joined) < _LONGEST_STUB and _STUB.search(joined) is not None


def _leaves(part: Message, depth: int = 0) -> Iterator[Message]:
    children = _children(part) if depth < _DEEPEST else []
    if not children:
        yield part
    for child in children:
        yield from _leaves(child, depth + 1)


def _enlist(leaves: list[Message], body: Body) -> None:
    """Name what lies beside HTML that is not shown (inline pictures, invitations)."""
    for leaf in leaves[:_MOST_PARTS]:
        header = Header.of(leaf.raw_items())
        kind = content_type(header)
        if not _is_text(header, kind, depth=1):
            body.attachments.append(_attachment(leaf, header, kind))


def _is_text(header: Header, kind: str, *, depth: int) -> bool:
    if kind not in {"text/plain", "text/html"} and not kind.startswith("multipart/"):
        return False
    disposition = header.value("content-disposition").lower()
    if disposition.lstrip().startswith("attachment"):
        return False
    return depth == 0 or (
        "filename" not in disposition and not re.search(r";\s*name\*?=", header.value("content-type"), re.IGNORECASE)
    )


def _text(part: Message, header: Header, kind: str, body: Body) -> str:
    parameters = {
        match[1].lower(): (match[2] or match[3] or "") for match in _PARAMETER.finditer(header.value("content-type"))
    }
    content = _content(part, body)
    if len(content) > _LONGEST_PART:
        body.note(f"text cut at {LONGEST_TEXT:,} characters")
        content = content[:_LONGEST_PART]
    charset = parameters.get("charset", "").rpartition("'")[2]
    if kind == "text/html" and not charset and (meta := _META_CHARSET.search(content[:2_000])):
        charset = meta[1].decode("ascii")
    text, problem = decoded(content, charset)
    body.note(problem)
    if kind == "text/html":
        return scrubbed(readable_text(text))
    if kind.startswith("multipart/"):
        body.note("parts without a boundary were read as one text")
    text = scrubbed(text)
    if parameters.get("format", "").lower() == "flowed":
        return unflowed(text, joins_words=parameters.get("delsp", "").lower() == "yes")
    return text


def _content(part: Message, body: Body) -> bytes:
    """The part's bytes without their transfer encoding."""
    try:
        content: object = part.get_payload(decode=True)
    except _FAULTS:
        body.note("a part's transfer encoding is broken")
        content = str(part.get_payload()).encode("utf-8", "surrogateescape")
    return content if isinstance(content, bytes) else b""


def _attachment(part: Message, header: Header, kind: str) -> Attachment:
    return Attachment(name=_file_name(part, header), type=kind, size=_size(part, header))


def _file_name(part: Message, header: Header) -> str:
    try:
        found = part.get_filename() or ""
    except _FAULTS:
        found = ""
    if not found and not header.has("content-disposition"):
        found = header.value("content-description")
    name = _UNSAFE_IN_NAME.sub(" ", readable(str(found))).strip(" .")
    return name[-150:] or "unnamed"


def _size(part: Message, header: Header) -> int:
    """Bytes when decoded, reckoned from the encoded length: nothing is decoded only to be measured."""
    try:
        payload: object = part.get_payload()
    except _FAULTS:
        return 0
    if not isinstance(payload, str):
        return sum(_measured(child) for child in _children(part))
    if header.value("content-transfer-encoding").strip().lower() != "base64":
        return len(payload)
    letters = len(payload) - payload.count("\n") - payload.count("\r")
    return max(0, letters * 3 // 4 - payload[-4:].count("="))


def _measured(mail: Message) -> int:
    fields = sum(len(name) + len(str(value)) + 4 for name, value in mail.raw_items())
    return fields + _size(mail, Header.of(mail.raw_items())) + 2


def _read_enclosed(mail: Message, body: Body, *, depth: int) -> None:
    """A mail inside the mail: one attachment, and its text for whoever forwards instead of writing."""
    inner = Header.of(mail.raw_items())
    subject = inner.text("subject")
    name = _UNSAFE_IN_NAME.sub(" ", subject).strip(" .")[:100] or "forwarded mail"
    body.attachments.append(Attachment(name=f"{name}.eml", type="message/rfc822", size=_measured(mail)))
    if depth > 2:
        return
    inside = Body(parts=body.parts)
    _read(mail, inside, depth=depth + 1)
    body.parts = inside.parts
    head = f"From: {readable(inner.value('from'))}\nSubject: {subject}"
    body.enclosed.append("\n\n".join([head, *inside.texts, *inside.enclosed]))
