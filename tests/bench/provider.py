"""The mail provider: takes the desk's letters and counts them, and files each as sent before it says so."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser
from typing import Final

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.free_port import free_port

_HOST: Final = "127.0.0.1"


@dataclass(slots=True, kw_only=True)
class Provider:
    """`letters` counts what was accepted by Message-ID: one that was handed over twice stands there with 2."""

    file_as_sent: Callable[[bytes], None]
    port: int
    letters: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count_letters(self) -> Counter[str]:
        """What was accepted until now."""
        with self._lock:
            return Counter(self.letters)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 (the library's name)
        """One letter."""
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        message_id = str(BytesHeaderParser().parsebytes(raw)["Message-ID"])
        self.file_as_sent(raw)
        with self._lock:
            self.letters[message_id] += 1
        return "250 OK"


@contextmanager
def running_provider(file_as_sent: Callable[[bytes], None]) -> Iterator[Provider]:
    """An SMTP server on a free port of loopback."""
    provider = Provider(file_as_sent=file_as_sent, port=free_port())
    controller = Controller(provider, hostname=_HOST, port=provider.port)
    controller.start()
    try:
        yield provider
    finally:
        controller.stop()
