"""The mail world of the demo and of the tests: an IMAP and an SMTP server on loopback, in one thread, in memory."""

import asyncio
import errno
import logging
import ssl
import threading
from argparse import Namespace
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any, Final, Self, TypeVar

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import Config, DictBackend
from pymap.backend.dict.mailbox import MailboxData
from pymap.concurrent import Subsystem
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pysasl.hashing import Cleartext

from bot.errors import UserError
from bot.ports.clock import Clock

_Answer = TypeVar("_Answer")

_HOST: Final = "127.0.0.1"
_SECONDS: Final = 10.0


@dataclass(slots=True)
class _Inboxes:
    """What each address but the desk's received; shared between threads."""

    mails: dict[str, list[bytes]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, address: str, raw: bytes) -> None:
        with self.lock:
            self.mails.setdefault(address.lower(), []).append(raw)

    def of(self, address: str) -> list[bytes]:
        with self.lock:
            return list(self.mails.get(address.lower(), ()))

    def addresses(self) -> list[str]:
        with self.lock:
            return sorted(self.mails)


class MailServer:
    """One mailbox the desk reads over IMAP, and an SMTP server that keeps everybody else's mail.

    Mail for the mailbox's address is put into it, all other mail into the recipients' inboxes. Nothing leaves the
    process; UIDVALIDITY is new at each start.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        address: str = "help@retailops.com",
        password: str = "sandbox",  # noqa: S107 - protects nothing: the server lives on loopback and forgets all
        imap_port: int = 0,
        smtp_port: int = 0,
    ) -> None:
        """Port 0 takes a free one; `imap_port` and `smtp_port` tell which once started."""
        self.host = _HOST
        self.address = address
        self.username = address
        self.password = password
        self.imap_port = imap_port
        self.smtp_port = smtp_port
        self._clock = clock
        self._inboxes = _Inboxes()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._servers: list[asyncio.Server] = []
        self._refusals: dict[str, str] = {}
        self._conversations: set[asyncio.BaseTransport] = set()
        self._mailbox: MailboxData | None = None

    def __enter__(self) -> Self:
        """Start it."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it."""
        self.stop()

    def start(self) -> None:
        """Listen on both ports; raises UserError when one is taken."""
        logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # the SMTP library logs every address at INFO
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="sandbox-mail", daemon=True)
        self._thread.start()
        try:
            self._await(self._open())
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Let go of both ports and of the thread; mails received stay readable here."""
        if self._loop is None or self._thread is None:
            return
        self._await(self._shut())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_SECONDS)
        self._loop.close()
        self._loop = self._thread = self._mailbox = None

    def deliver(self, raw: bytes) -> int:
        """Put a mail into the desk's mailbox as it is, byte by byte; answers its UID."""
        return self._await(self._append(raw))

    def messages_for(self, address: str) -> list[bytes]:
        """What this customer received, oldest first."""
        return self._inboxes.of(address)

    def addresses(self) -> list[str]:
        """Everybody who received something."""
        return self._inboxes.addresses()

    def refuse(self, address: str, answer: str) -> None:
        """From now on answer this recipient so ("450 4.2.1 Try later"); with "" it is welcome again."""
        self._refusals[address.lower()] = answer

    def hang_up(self) -> None:
        """Close every SMTP connection, as servers do with idle ones."""
        self._await(self._close_conversations())

    def _await(self, work: Coroutine[Any, Any, _Answer]) -> _Answer:
        if self._loop is None:
            work.close()
            raise RuntimeError("the sandbox mail server is not running")
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_SECONDS)

    async def _open(self) -> None:
        backend, config = await _backend(self.username, self.password)
        async with AsyncExitStack() as stack:
            session = await stack.enter_async_context(backend.login.demo_user_identity.new_session())
            self._mailbox = await session.mailbox_set.get_mailbox("INBOX")
        speak_imap = ProxyProtocolReader(config.proxy_protocol).get_callback(IMAPServer(backend.login, config))
        imap = await self._listening(asyncio.start_server(speak_imap, _HOST, self.imap_port), self.imap_port)
        self.imap_port = imap.sockets[0].getsockname()[1]
        loop = asyncio.get_running_loop()
        smtp = await self._listening(loop.create_server(self._smtp, _HOST, self.smtp_port), self.smtp_port)
        self.smtp_port = smtp.sockets[0].getsockname()[1]

    async def _listening(self, opening: Coroutine[Any, Any, asyncio.Server], port: int) -> asyncio.Server:
        try:
            server = await opening
        except OSError as error:
            if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                raise
            raise UserError(
                f"port {port} on {_HOST} is taken: stop the program that uses it, or choose another port"
            ) from None
        self._servers.append(server)
        return server

    async def _shut(self) -> None:
        for server in self._servers:
            server.close()
        self._servers.clear()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.get_running_loop().shutdown_asyncgens()

    async def _append(self, raw: bytes) -> int:
        if self._mailbox is None:
            raise RuntimeError("the sandbox mail server is not running")
        message = await self._mailbox.append(AppendMessage(raw, self._clock.now(), frozenset()), recent=True)
        return int(message.uid)

    async def _close_conversations(self) -> None:
        for transport in self._conversations:
            transport.close()
        self._conversations.clear()
        await asyncio.sleep(0)

    def _smtp(self) -> SMTP:
        return SMTP(
            self,
            hostname="localhost",
            ident="sandbox",
            enable_SMTPUTF8=True,
            authenticator=self._authenticate,
            auth_require_tls=False,
            loop=asyncio.get_running_loop(),
        )

    def _authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, login: object
    ) -> AuthResult:
        known = LoginPassword(self.username.encode(), self.password.encode())
        return AuthResult(success=login == known, handled=False)

    async def handle_MAIL(  # noqa: N802 - the library finds its hooks by these names
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Called at the start of each mail."""
        if server.transport is not None:
            self._conversations.add(server.transport)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Called for each recipient."""
        if answer := self._refusals.get(address.lower()):
            return answer
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Called for each mail that came in."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        for recipient in dict.fromkeys(address.lower() for address in envelope.rcpt_tos):
            if recipient == self.address:
                await self._append(content)
            else:
                self._inboxes.add(recipient, content)
        return "250 OK"


async def _backend(username: str, password: str) -> tuple[DictBackend, Config]:
    """The memory store, without the threads, certificates and slow hashes it brings by default."""
    arguments = Namespace(
        host=_HOST, port="0", debug=False, cert=None, key=None, tls=False, proxy_protocol=None, passlib_cfg=None,
        inherited_sockets=None, demo_data=False, demo_user=username, demo_password=password,
    )  # fmt: skip
    return await DictBackend.init(
        arguments,
        subsystem=Subsystem.for_asyncio(),
        cpu_subsystem=Subsystem.for_asyncio(),
        hash_context=Cleartext(),
        ssl_context=ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER),
        invalid_user_sleep=0.0,
        reject_dnsbl=False,
    )
