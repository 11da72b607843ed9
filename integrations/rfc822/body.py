"""The parts of a mail: which of them is the text, and what else came along."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from bot.domain.message import Attachment
from integrations.rfc822.charset import decoded, scrubbed
from integrations.rfc822.flowed import unflowed
from integrations.rfc822.header import readable
from integrations.rfc822.html_text import readable_text
from integrations.rfc822.parameter import parameter
from integrations.rfc822.part import Part, Splitting

LONGEST_TEXT: Final = 1_000_000
_LONGEST_PART: Final = 4_000_000
_DEEPEST_ENCLOSED: Final = 2
_LONGEST_STUB: Final = 300
_KNOWN_ENCODINGS: Final = frozenset({"", "7bit", "8bit", "binary", "base64", "quoted-printable"})

_META_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-z0-9_:.-]{1,40})", re.IGNORECASE)
_UNSAFE_IN_NAME: Final = re.compile(r"[/\\:*?\"<>|\s]+")
_STUB: Final = re.compile(r"\bhtml\b", re.IGNORECASE)


@dataclass(slots=True)
class Body:
    """What was found so far."""

    splitting: Splitting
    texts: list[str] = field(default_factory=list)
    enclosed: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)


def read_body(mail: Part, splitting: Splitting) -> Body:
    """Every text part in order, attachments named and measured but never opened."""
    body = Body(splitting)
    _read(mail, body, root=mail)
    return body


def _read(part: Part, body: Body, *, root: Part, enclosing: int = 0) -> None:
    if part.kind.startswith("message/") and part.parts:
        _read_enclosed(part.parts[0], body, enclosing=enclosing + 1)
    elif part.parts and part.kind == "multipart/alternative":
        _read_alternative(part.parts, body, root=root, enclosing=enclosing)
    elif part.parts:
        for child in part.parts:
            _read(child, body, root=root, enclosing=enclosing)
    elif _is_text(part, root):
        body.texts.append(_text(part, body.splitting))
    else:
        body.attachments.append(_attachment(part))


def _read_alternative(children: list[Part], body: Body, *, root: Part, enclosing: int) -> None:
    """Plain text before HTML, unless it is empty or only says to look at the HTML."""
    plain = [_text(child, body.splitting) for child in children if child.kind == "text/plain"]
    plain = [text for text in plain if text.strip()]
    rich = [child for child in children if child.kind != "text/plain"]
    if plain and not (rich and _is_stub(plain)):
        leaves = [leaf for child in rich for leaf in _leaves(child)]
        body.attachments += [_attachment(leaf) for leaf in leaves if not _is_text(leaf, root)]
        body.texts += plain
        return
    before = len(body.texts)
    for child in rich:
        _read(child, body, root=root, enclosing=enclosing)
    if not any(text.strip() for text in body.texts[before:]):
        body.texts += plain


def _is_stub(texts: list[str]) -> bool:
    joined = " ".join(texts)
    return len(joined) < _LONGEST_STUB and _STUB.search(joined) is not None


def _leaves(part: Part) -> Iterator[Part]:
    if not part.parts:
        yield part
    for child in part.parts:
        yield from _leaves(child)


def _is_text(part: Part, root: Part) -> bool:
    if part.kind not in {"text/plain", "text/html"} and not part.kind.startswith("multipart/"):
        return False
    disposition = part.header.value("content-disposition")
    if disposition.lower().startswith("attachment"):
        return False
    return part is root or not (
        parameter(disposition, "filename") or parameter(part.header.value("content-type"), "name")
    )


def _text(part: Part, splitting: Splitting) -> str:
    content_type = part.header.value("content-type")
    content = part.decoded_content()
    if part.encoding not in _KNOWN_ENCODINGS:
        splitting.note("unknown transfer encoding")
    if len(content) > _LONGEST_PART:
        splitting.note(f"text cut at {LONGEST_TEXT:,} characters")
        content = content[:_LONGEST_PART]
    charset = parameter(content_type, "charset")
    if part.kind == "text/html" and not charset and (meta := _META_CHARSET.search(content[:2_000])):
        charset = meta[1].decode("ascii")
    text, problem = decoded(content, charset)
    splitting.note(problem)
    if part.kind == "text/html":
        return scrubbed(readable_text(text))
    if parameter(content_type, "format").lower() == "flowed":
        return unflowed(scrubbed(text), joins_words=parameter(content_type, "delsp").lower() == "yes")
    return scrubbed(text)


def _attachment(part: Part) -> Attachment:
    return Attachment(name=_file_name(part), type=part.kind, size=_size(part))


def _file_name(part: Part) -> str:
    header = part.header
    found = parameter(header.value("content-disposition"), "filename") or parameter(
        header.value("content-type"), "name"
    )
    if not found and not header.has("content-disposition"):
        found = header.value("content-description")
    return _UNSAFE_IN_NAME.sub(" ", readable(found)).strip(" .")[-150:] or "unnamed"


def _size(part: Part) -> int:
    """Bytes when decoded, reckoned from the encoded length: nothing is decoded only to be measured."""
    content = part.content
    if part.encoding != "base64":
        return len(content)
    letters = len(content) - content.count(b"\n") - content.count(b"\r")
    return max(0, letters * 3 // 4 - content[-6:].count(b"="))


def _read_enclosed(mail: Part, body: Body, *, enclosing: int) -> None:
    """A mail inside the mail: one attachment, and its text for whoever forwards instead of writing."""
    subject = mail.header.text("subject")
    name = _UNSAFE_IN_NAME.sub(" ", subject).strip(" .")[:100] or "forwarded mail"
    size = sum(len(name) + len(value) + 3 for name, values in mail.header.fields.items() for value in values)
    body.attachments.append(Attachment(name=f"{name}.eml", type="message/rfc822", size=size + len(mail.content) + 2))
    if enclosing > _DEEPEST_ENCLOSED:
        return
    inside = Body(body.splitting)
    _read(mail, inside, root=mail, enclosing=enclosing)
    head = f"From: {readable(mail.header.value('from'))}\nSubject: {subject}"
    body.enclosed.append("\n\n".join([head, *inside.texts, *inside.enclosed]))
