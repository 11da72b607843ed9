"""Mail in and out."""

from collections.abc import Sequence
from typing import Protocol

from bot.domain.message import FetchedMail, OutgoingMail, ParsedMail


class Mailbox(Protocol):
    """One folder on a mail server, read without changing it.

    Every method raises TemporaryFailure or PermanentFailure, nothing else.
    """

    @property
    def name(self) -> str:
        """What the stored keys call it."""
        ...

    def uidvalidity(self) -> int:
        """The folder's UIDVALIDITY (RFC 9051 section 2.3.1.1)."""
        ...

    def list_uids_after(self, uid: int) -> Sequence[int]:
        """The next UIDs strictly greater than `uid`, ascending; some thousands at most, none at the end."""
        ...

    def fetch(self, uids: Sequence[int]) -> Sequence[FetchedMail]:
        """The mails still there, in the order asked for; vanished UIDs are left out.

        Of a mail above the size cap come its headers, and a note instead of its body.
        """
        ...

    def close(self) -> None:
        """Let go of the connection; the next call opens a new one."""
        ...


class Mailer(Protocol):
    """A way to send mail."""

    def send(self, mail: OutgoingMail) -> None:
        """Hand one mail over for delivery. Raises TemporaryFailure or PermanentFailure, nothing else."""
        ...


class SentFolder(Protocol):
    """What the mail server filed as sent."""

    def has(self, message_id: str) -> bool:
        """Whether a mail with that Message-ID was accepted. Raises TemporaryFailure or PermanentFailure."""
        ...


class MessageParser(Protocol):
    """Bytes to meaning."""

    def parse(self, raw: bytes) -> ParsedMail:
        """Read a mail whatever its bytes; raises UnreadableMail only when they are no mail at all."""
        ...
