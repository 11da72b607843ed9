"""The Mailer port on SMTP (RFC 5321): one connection kept for many mails, every failure temporary or permanent."""

import smtplib
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from email.errors import MessageError
from typing import Final, TypeVar

from bot.domain.identity import EmailAddress
from bot.domain.message import OutgoingMail
from bot.errors import OutsideFailure, PermanentFailure, TemporaryFailure
from bot.ports.clock import Clock
from integrations.encryption import Encryption
from integrations.outgoing_bytes import outgoing_bytes

_Answer = TypeVar("_Answer")

_CHECK_ENCRYPTION: Final = "check PRIVACY_DESK_SMTP_PORT and PRIVACY_DESK_SMTP_ENCRYPTION"
_CHECK_LOGIN: Final = "check PRIVACY_DESK_SMTP_USER and PRIVACY_DESK_SMTP_PASSWORD"
_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpAccount:
    """Which server sends for us, and in whose name."""

    host: str
    port: int = 587
    username: str | None = field(default=None, repr=False)
    password: str = field(default="", repr=False)
    encryption: Encryption = Encryption.STARTTLS
    sender: EmailAddress
    sender_name: str = ""

    @property
    def server(self) -> str:
        """What messages call it."""
        return f"SMTP server {self.host}:{self.port}"


class SmtpMailer:
    """Sends one mail at a time over one connection; threads may share it."""

    def __init__(self, account: SmtpAccount, *, clock: Clock, tls: ssl.SSLContext | None = None) -> None:
        """`tls` replaces the system's certificates, for a server with one of its own."""
        self._account = account
        self._clock = clock
        self._tls = tls
        self._lock = threading.Lock()
        self._connection: smtplib.SMTP | None = None

    def send(self, mail: OutgoingMail) -> None:
        """Hand one mail over for delivery. Raises TemporaryFailure or PermanentFailure, nothing else."""
        content = self._written(mail)
        with self._lock:
            connection = self._begun()
            self._translated(lambda: self._hand_over(connection, mail.to.value, content))

    def close(self) -> None:
        """Let go of the connection; the next mail opens a new one."""
        with self._lock:
            self._drop()

    def check(self) -> str:
        """One sentence saying that mail is accepted; raises what `send` raises."""
        with self._lock:
            self._begun()
            self._drop()
        return f"{self._account.server}: accepts mail from {self._account.sender.value}"

    def _written(self, mail: OutgoingMail) -> bytes:
        account = self._account
        try:
            return outgoing_bytes(mail, sender=account.sender, sender_name=account.sender_name, at=self._clock.now())
        except (ValueError, LookupError, TypeError, AttributeError, MessageError) as error:
            raise PermanentFailure(f"the mail cannot be put into RFC 5322 ({type(error).__name__})") from None

    def _begun(self) -> smtplib.SMTP:
        """A connection on which MAIL FROM was accepted: a kept one if it still answers, else a new one."""
        if self._connection is not None:
            kept = self._connection
            try:
                return self._translated(lambda: self._begin(kept))
            except TemporaryFailure:
                self._drop()  # servers close idle connections: nothing was handed over yet, so begin again
        self._connection = connection = self._connected()
        return self._translated(lambda: self._begin(connection))

    def _begin(self, connection: smtplib.SMTP) -> smtplib.SMTP:
        _expect(connection.mail(self._account.sender.value))
        return connection

    def _hand_over(self, connection: smtplib.SMTP, to: str, content: bytes) -> None:
        _expect(connection.rcpt(to))
        _expect(connection.data(content))

    def _translated(self, step: Callable[[], _Answer]) -> _Answer:
        """Do it; failures become the port's two kinds, without any address in them."""
        server = self._account.server
        try:
            return step()
        except smtplib.SMTPResponseException as error:
            self._drop()
            raise _refusal(server, error.smtp_code) from None
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise TemporaryFailure(f"{server} broke off: {_kind(error)}") from None
        except UnicodeError:
            self._drop()
            raise PermanentFailure(f"{server} cannot take this recipient's address") from None

    def _connected(self) -> smtplib.SMTP:
        connection = self._opened()
        try:
            self._introduce(connection)
        except OutsideFailure:
            connection.close()
            raise
        return connection

    def _opened(self) -> smtplib.SMTP:
        account = self._account
        try:
            if account.encryption is Encryption.TLS:
                return smtplib.SMTP_SSL(account.host, account.port, timeout=_SECONDS, context=self._context())
            return smtplib.SMTP(account.host, account.port, timeout=_SECONDS)
        except ssl.SSLCertVerificationError:
            raise PermanentFailure(f"{account.server}: its certificate is not valid for that name") from None
        except ssl.SSLError:
            raise PermanentFailure(f"{account.server} does not speak TLS there: {_CHECK_ENCRYPTION}") from None
        except smtplib.SMTPConnectError as error:
            raise _refusal(account.server, error.smtp_code) from None
        except (OSError, smtplib.SMTPException) as error:
            raise TemporaryFailure(f"{account.server} cannot be reached: {_kind(error)}") from None

    def _introduce(self, connection: smtplib.SMTP) -> None:
        account = self._account
        try:
            connection.ehlo_or_helo_if_needed()
            if account.encryption is Encryption.STARTTLS:
                connection.starttls(context=self._context())
                connection.ehlo_or_helo_if_needed()
            if account.username is not None:
                connection.login(account.username, account.password)
        except ssl.SSLError:
            raise PermanentFailure(f"{account.server}: no valid TLS after STARTTLS") from None
        except smtplib.SMTPNotSupportedError:
            raise PermanentFailure(f"{account.server} offers no STARTTLS or no login: {_CHECK_ENCRYPTION}") from None
        except smtplib.SMTPAuthenticationError as error:
            if 400 <= error.smtp_code < 500:
                raise _refusal(account.server, error.smtp_code) from None
            raise PermanentFailure(f"{account.server} refused the login: {_CHECK_LOGIN}") from None
        except smtplib.SMTPResponseException as error:
            raise _refusal(account.server, error.smtp_code) from None
        except (OSError, smtplib.SMTPException) as error:
            raise TemporaryFailure(f"{account.server} broke off: {_kind(error)}") from None

    def _context(self) -> ssl.SSLContext:
        return self._tls or ssl.create_default_context()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            connection.quit()
        except (OSError, smtplib.SMTPException):
            connection.close()


def _expect(answer: tuple[int, bytes]) -> None:
    code, _ = answer
    if code not in {250, 251}:
        raise smtplib.SMTPResponseException(code, "")


def _refusal(server: str, code: int) -> OutsideFailure:
    """4yz passes, 5yz stays (RFC 5321 section 4.2.1); the server's words may hold addresses and are left out."""
    if 500 <= code < 600:
        return PermanentFailure(f"{server} refused the mail for good (code {code})")
    return TemporaryFailure(f"{server} does not take the mail just now (code {code})")


def _kind(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "it took too long"
    if isinstance(error, ConnectionRefusedError):
        return "nothing listens there"
    if isinstance(error, socket.gaierror):
        return "its name is not known"
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "the connection ended"
    return type(error).__name__
