"""The mark of a mail whose body was not taken in: fields of our own in front of the headers that were kept."""

from typing import Final

from integrations.rfc822.header import Header

_FIELD: Final = "X-Privacy-Desk-Body-Refused"
_NOTE: Final = "[The body of this mail was larger than is taken in. It stands in the mailbox.]"
# Of several fields the first is read, so that the sender's own type and encoding do not garble the note.
_OURS: Final = f"{_FIELD}: yes\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: 7bit\r\n"


def with_body_refused(head: bytes) -> bytes:
    """The header block as it came, with the mark above it and a note below."""
    return _OURS.encode() + head.rstrip(b"\r\n") + f"\r\n\r\n{_NOTE}\r\n".encode()


def is_body_refused(header: Header) -> bool:
    """Whether nobody could have read the words; who forges the mark only gets a person to look."""
    return header.has(_FIELD.lower())
