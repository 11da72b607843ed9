"""The Mailbox port on IMAP (RFC 3501, RFC 9051): opened read-only, addressed by UID, connected when needed."""

import re
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final, TypeVar

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from bot.domain.message import FetchedMail, MailKey
from bot.errors import PermanentFailure, TemporaryFailure
from integrations.encryption import Encryption
from integrations.rfc822.refused_body import with_body_refused

_Answer = TypeVar("_Answer")

_CHECK_ENCRYPTION: Final = "check PRIVACY_DESK_IMAP_PORT and PRIVACY_DESK_IMAP_ENCRYPTION"
_CHECK_LOGIN: Final = "check PRIVACY_DESK_IMAP_USER and PRIVACY_DESK_IMAP_PASSWORD"
_CONNECT_SECONDS: Final = 15.0
_READ_SECONDS: Final = 60.0
_MOST_MAILS_A_FETCH: Final = 50
"""One UID FETCH of 50 is where the measured gain ends."""

_UIDS_A_SEARCH: Final = 50_000
"""The library refuses answer lines over a megabyte: a big folder is searched piece by piece."""

_MOST_UIDS: Final = 5_000
"""A folder of any size is listed in pieces, so that its first mail is taken in at once and memory stays flat."""

_LARGEST_MAIL: Final = 50 * 1024 * 1024

_PASSING_REFUSAL: Final = re.compile(r"\[(?:UNAVAILABLE|INUSE|LIMIT|SERVERBUG)\]", re.IGNORECASE)
"""Response codes (RFC 5530) of a refusal that passes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapAccount:
    """Where the mailbox is and who may read it."""

    host: str
    port: int = 993
    username: str = field(repr=False)
    password: str = field(repr=False)
    encryption: Encryption = Encryption.TLS
    folder: str = "INBOX"
    largest_mail: int = _LARGEST_MAIL

    @property
    def server(self) -> str:
        """What messages call it."""
        return f"IMAP server {self.host}:{self.port}"


class ImapMailbox:
    """One folder over one connection; for one thread at a time.

    After any failure the connection is dropped, and the next call makes a new one.
    """

    def __init__(self, account: ImapAccount, *, tls: ssl.SSLContext | None = None) -> None:
        """`tls` replaces the system's certificates, for a server with one of its own."""
        self._account = account
        self._tls = tls
        self._client: IMAPClient | None = None
        self._uidvalidity = 0
        self._uidnext = 1

    @property
    def name(self) -> str:
        """What the stored keys call it."""
        return self._account.folder

    def uidvalidity(self) -> int:
        """The folder's UIDVALIDITY (RFC 9051 section 2.3.1.1)."""
        return self._ask(lambda _: self._uidvalidity)

    def list_uids_after(self, uid: int) -> Sequence[int]:
        """The next UIDs strictly greater than `uid`, ascending, 5,000 at most."""
        return self._ask(lambda client: self._uids_after(client, uid))

    def fetch(self, uids: Sequence[int]) -> Sequence[FetchedMail]:
        """The mails still there, in the order asked for; vanished UIDs are left out, huge bodies refused."""
        pieces = [uids[at : at + _MOST_MAILS_A_FETCH] for at in range(0, len(uids), _MOST_MAILS_A_FETCH)]
        return [mail for piece in pieces for mail in self._ask(partial(self._mails, uids=piece))]

    def has(self, message_id: str) -> bool:
        """Whether a mail with that Message-ID stands there."""
        return self._ask(lambda client: self._has(client, message_id))

    def close(self) -> None:
        """Let go of the connection; the next call opens a new one."""
        client, self._client = self._client, None
        if client is None:
            return
        try:
            client.logout()
        except (OSError, IMAPClientError):
            self._abandon(client)

    def check(self) -> str:
        """One sentence saying that it can be read; raises what the other methods raise."""
        try:
            mails = self._ask(self._count)
        finally:
            self.close()
        return f"{self._account.server}: folder {self.name} can be read, {mails:,} mails"

    def _ask(self, question: Callable[[IMAPClient], _Answer]) -> _Answer:
        client = self._client or self._connected()
        try:
            return question(client)
        except (OSError, IMAPClientError, ValueError, LookupError) as error:  # the last two: answers that are no IMAP
            self._client = None
            self._abandon(client)
            raise TemporaryFailure(f"{self._account.server} broke off: {_kind(error)}") from None

    def _uids_after(self, client: IMAPClient, uid: int) -> list[int]:
        client.noop()
        first = uid + 1
        while self._uidnext - first > _UIDS_A_SEARCH:
            if found := client.search(["UID", f"{first}:{first + _UIDS_A_SEARCH - 1}"]):
                return sorted(found)[:_MOST_UIDS]
            first += _UIDS_A_SEARCH
        found = client.search(["UID", f"{first}:*"])
        # "n:*" also answers the last mail below n (RFC 9051 section 9, seq-range)
        return sorted({one for one in found if one > uid})[:_MOST_UIDS]

    def _count(self, client: IMAPClient) -> int:
        answer: dict[bytes, int] = client.folder_status(self.name, ["MESSAGES"])
        return answer[b"MESSAGES"]

    @staticmethod
    def _has(client: IMAPClient, message_id: str) -> bool:
        client.noop()
        return bool(client.search(["HEADER", "Message-ID", message_id]))

    def _mails(self, client: IMAPClient, uids: Sequence[int]) -> list[FetchedMail]:
        client.normalise_times = False
        sizes: dict[int, dict[bytes, Any]] = client.fetch(list(uids), ["INTERNALDATE", "RFC822.SIZE"])
        huge = {uid for uid in uids if sizes.get(uid, {}).get(b"RFC822.SIZE", 0) > self._account.largest_mail}
        bodies: dict[int, dict[bytes, Any]] = {}
        for wanted, section in ((huge, "HEADER"), (set(sizes) - huge, "")):
            if wanted:
                bodies |= client.fetch(sorted(wanted), [f"BODY.PEEK[{section}]"])
        mails = (self._mail(uid, {**sizes.get(uid, {}), **bodies.get(uid, {})}) for uid in uids)
        return [mail for mail in mails if mail is not None]

    def _mail(self, uid: int, answer: dict[bytes, Any]) -> FetchedMail | None:
        head, whole = answer.get(b"BODY[HEADER]"), answer.get(b"BODY[]")
        raw = head if isinstance(head, bytes) else whole
        if not isinstance(raw, bytes):
            return None
        arrived_at = answer.get(b"INTERNALDATE")
        if not isinstance(arrived_at, datetime) or arrived_at.tzinfo is None:
            raise IMAPClientError("a mail without INTERNALDATE")
        key = MailKey(mailbox=self.name, uidvalidity=self._uidvalidity, uid=uid)
        mail = FetchedMail(key=key, arrived_at=arrived_at.astimezone(UTC), raw=raw)
        if raw is whole:
            return mail
        problem = (
            f"it has {answer[b'RFC822.SIZE'] / 1024 / 1024:,.0f} MB, more than is taken in: read it in the mailbox"
        )
        return replace(mail, raw=with_body_refused(raw), problem=problem)

    def _connected(self) -> IMAPClient:
        client = self._opened()
        try:
            self._log_in(client)
            self._select(client)
        except (OSError, IMAPClientAbortError) as error:
            self._abandon(client)
            raise TemporaryFailure(f"{self._account.server} broke off: {_kind(error)}") from None
        except (PermanentFailure, TemporaryFailure):
            self._abandon(client)
            raise
        self._client = client
        return client

    def _opened(self) -> IMAPClient:
        account = self._account
        try:
            client = IMAPClient(
                account.host,
                port=account.port,
                ssl=account.encryption is Encryption.TLS,
                ssl_context=self._context() if account.encryption is Encryption.TLS else None,
                timeout=SocketTimeout(connect=_CONNECT_SECONDS, read=_READ_SECONDS),
            )
        except ssl.SSLCertVerificationError:
            raise PermanentFailure(f"{account.server}: its certificate is not valid for that name") from None
        except ssl.SSLError:
            raise PermanentFailure(f"{account.server} does not speak TLS there: {_CHECK_ENCRYPTION}") from None
        except (OSError, IMAPClientError) as error:
            raise TemporaryFailure(f"{account.server} cannot be reached: {_kind(error)}") from None
        _keep_alive(client.socket())
        return client

    def _log_in(self, client: IMAPClient) -> None:
        account = self._account
        try:
            if account.encryption is Encryption.STARTTLS:
                client.starttls(self._context())
            client.login(account.username, account.password)
        except ssl.SSLError:
            raise PermanentFailure(f"{account.server}: no valid TLS after STARTTLS") from None
        except LoginError as error:
            if isinstance(error.__context__, IMAPClientAbortError) or _PASSING_REFUSAL.search(str(error)):
                raise TemporaryFailure(f"{account.server} cannot log anyone in just now") from None
            raise PermanentFailure(f"{account.server} refused the login: {_CHECK_LOGIN}") from None
        except IMAPClientAbortError:
            raise
        except IMAPClientError:
            raise PermanentFailure(f"{account.server} offers no STARTTLS: {_CHECK_ENCRYPTION}") from None

    def _select(self, client: IMAPClient) -> None:
        try:
            answer: dict[bytes, Any] = client.select_folder(self.name, readonly=True)
        except IMAPClientAbortError:
            raise
        except IMAPClientError:
            raise PermanentFailure(
                f"{self._account.server} has no folder {self.name}: check PRIVACY_DESK_IMAP_FOLDER"
            ) from None
        self._uidvalidity = int(answer.get(b"UIDVALIDITY", 0))
        self._uidnext = int(answer.get(b"UIDNEXT", 1))
        if not self._uidvalidity:
            raise PermanentFailure(f"{self._account.server} keeps no UIDs for folder {self.name}")

    def _context(self) -> ssl.SSLContext:
        return self._tls or ssl.create_default_context()

    @staticmethod
    def _abandon(client: IMAPClient) -> None:
        try:
            client.shutdown()
        except (OSError, IMAPClientError):
            return


def _keep_alive(connection: socket.socket) -> None:
    """A peer that vanished is noticed within two minutes, also while nothing is asked."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for option, value in (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 15), ("TCP_KEEPCNT", 4)):
        if hasattr(socket, option):
            connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)


def _kind(error: Exception) -> str:
    """The kind of failure only: a server's own words may repeat addresses."""
    if isinstance(error, TimeoutError):
        return "it took too long"
    if isinstance(error, ConnectionRefusedError):
        return "nothing listens there"
    if isinstance(error, socket.gaierror):
        return "its name is not known"
    if isinstance(error, IMAPClientAbortError):
        return "the connection ended"
    return type(error).__name__
