"""MIME structure (RFC 2045, 2046) cut straight from the bytes.

Own code, because the library compiles an expression for each boundary, takes quadratic time on hostile nests and half
of the whole parser's time on ordinary mails. Every limit here is far above what mail programs write.
"""

import binascii
import re
from dataclasses import dataclass, field
from typing import Final

from integrations.rfc822.header import Header, forgiven_base64
from integrations.rfc822.parameter import parameter

DEEPEST: Final = 20
MOST_PARTS: Final = 300
_MOST_FIELDS: Final = 1_000
_MOST_MARKERS: Final = 2_000
_LONGEST_BOUNDARY: Final = 200

_FIELD: Final = re.compile(rb"([!-9;-~]{1,200})[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)(?:\n|\Z)")
_BLANK: Final = re.compile(rb"[ \t]*\r?(?:\n|\Z)")
_LINE: Final = re.compile(rb"[^\n]*\n?")
_ENVELOPE_LINE: Final = re.compile(rb">?From [^\n]*\n")
_REST_OF_MARKER: Final = re.compile(rb"(--)?[ \t]*\r?(?:\n|\Z)")
_TYPE: Final = re.compile(r"\s*([a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,80})\s*(?:[;,\s]|$)", re.IGNORECASE)


@dataclass(slots=True)
class Part:
    """A mail or a part of one; `content` is still in its transfer encoding."""

    header: Header
    kind: str
    content: bytes = field(repr=False)
    parts: list["Part"] = field(default_factory=list)

    @property
    def encoding(self) -> str:
        """The transfer encoding, lower-case; "" when none is named."""
        return self.header.value("content-transfer-encoding").partition(";")[0].strip(" \t\"'").lower()

    def decoded_content(self) -> bytes:
        """The bytes without their transfer encoding, as far as they can be decoded."""
        return _without_transfer_encoding(self.content, self.encoding)


@dataclass(slots=True)
class Splitting:
    """One mail being split: how much of it was seen, and what was left out."""

    parts: int = 0
    problems: list[str] = field(default_factory=list)

    def note(self, problem: str) -> None:
        """Name each problem once."""
        if problem and problem not in self.problems:
            self.problems.append(problem)


def split_mail(raw: bytes, splitting: Splitting, *, depth: int = 0, default: str = "text/plain") -> Part:
    """The mail with its parts in order; never raises."""
    splitting.parts += 1
    header, body = _header_and_body(raw, splitting)
    part = Part(header, _kind(header, default), body)
    if part.kind.startswith(("multipart/", "message/rfc822", "message/global")):
        if depth >= DEEPEST:
            splitting.note(f"parts nested deeper than {DEEPEST} were not read")
        else:
            part.parts = _children(part, splitting, depth=depth)
    return part


def _header_and_body(raw: bytes, splitting: Splitting) -> tuple[Header, bytes]:
    fields: dict[str, list[bytes]] = {}
    count = 0
    envelope = _ENVELOPE_LINE.match(raw)
    at = envelope.end() if envelope else 0
    while True:
        if found := _FIELD.match(raw, at):
            if count < _MOST_FIELDS:
                fields.setdefault(found[1].decode("ascii").lower(), []).append(found[2])
            at = found.end()
            count += 1
            continue
        if blank := _BLANK.match(raw, at):
            return Header(fields), raw[blank.end() :]
        line = _LINE.match(raw, at)
        if count < 2 or line is None or not _FIELD.match(raw, line.end()):
            break
        splitting.note("a header line that is none was skipped")
        at = line.end()
    splitting.note("no blank line between head and body")
    return Header(fields), raw[at:]


def _kind(header: Header, default: str) -> str:
    """The media type; the default where the field is missing or broken (RFC 2045 section 5.2)."""
    found = _TYPE.match(header.value("content-type"))
    return found[1].lower() if found else default


def _children(part: Part, splitting: Splitting, *, depth: int) -> list[Part]:
    if part.kind.startswith("message/"):
        return [split_mail(part.decoded_content(), splitting, depth=depth + 1)]
    boundary = parameter(part.header.value("content-type"), "boundary")[:_LONGEST_BOUNDARY].rstrip()
    pieces = _pieces(part.content, b"--" + boundary.encode("utf-8", "replace")) if boundary else []
    if not pieces:
        splitting.note("parts without a boundary were read as one text")
    default = "message/rfc822" if part.kind == "multipart/digest" else "text/plain"
    children: list[Part] = []
    for piece in pieces:
        if splitting.parts >= MOST_PARTS:
            splitting.note(f"only the first {MOST_PARTS} parts were read")
            break
        children.append(split_mail(piece, splitting, depth=depth + 1, default=default))
    return children


def _pieces(body: bytes, marker: bytes) -> list[bytes]:
    """What stands between the marker lines; what stands before the first and after the closing one is not shown."""
    pieces: list[bytes] = []
    start, at = -1, 0
    for _ in range(_MOST_MARKERS):
        at = body.find(marker, at)
        if at < 0:
            break
        rest = _REST_OF_MARKER.match(body, at + len(marker))
        if rest is None or (at and body[at - 1] != 0x0A):
            at += len(marker)
            continue
        if start >= 0:
            pieces.append(_without_last_newline(body[start:at]))
        if rest[1]:
            return pieces
        start = at = rest.end()
    return [*pieces, body[start:]] if start >= 0 else pieces


def _without_last_newline(piece: bytes) -> bytes:
    """The newline before a marker belongs to the marker (RFC 2046 section 5.1.1)."""
    return piece.removesuffix(b"\n").removesuffix(b"\r")


def _without_transfer_encoding(content: bytes, encoding: str) -> bytes:
    if encoding == "quoted-printable":
        return binascii.a2b_qp(content)
    if encoding != "base64":
        return content
    try:
        return binascii.a2b_base64(content)
    except binascii.Error:
        return forgiven_base64(content)
