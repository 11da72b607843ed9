"""A raw mail as a mail client shows it."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedFile:
    """A file that came along."""

    name: str
    type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterView:
    """What a reader sees of one mail; `html` is empty when it has none."""

    sender: str
    subject: str
    sent_at: datetime | None
    text: str = field(repr=False)
    html: str = field(repr=False)
    files: tuple[AttachedFile, ...]
    message_id: str
    references: str

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a mail; parts that are missing are empty."""
        mail = message_from_bytes(raw, policy=default)
        date = mail["date"]
        return cls(
            sender=str(mail["from"] or "unknown sender"),
            subject=str(mail["subject"] or "(no subject)"),
            sent_at=date.datetime if date is not None else None,
            text=_body(mail, "plain"),
            html=_body(mail, "html"),
            files=tuple(_file(part, number) for number, part in enumerate(mail.iter_attachments(), 1)),
            message_id=str(mail["message-id"] or ""),
            references=str(mail["references"] or ""),
        )

    @property
    def opening(self) -> str:
        """The first words, for the list."""
        return " ".join(self.text.split())[:120]


def box_id(address: str) -> str:
    """A short name for a mailbox, so that no address stands in a link."""
    return hashlib.sha256(address.encode()).hexdigest()[:12]


def _body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part is not None else ""


def _file(part: EmailMessage, number: int) -> AttachedFile:
    content = part.get_payload(decode=True)
    return AttachedFile(
        name=part.get_filename() or f"file-{number}",
        type=part.get_content_type(),
        content=content if isinstance(content, bytes) else b"",
    )
