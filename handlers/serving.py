"""Running: pages, pollers and worker as threads of one process, until a signal says stop."""

import logging
import signal
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

from flask import Flask
from waitress.server import create_server

from bot.errors import UserError
from handlers.poller import Poller
from handlers.worker import Worker

logger = logging.getLogger(__name__)

_THREADS = 8
"""Bolt answers a click in milliseconds and pages are quick, so eight at once is plenty for a team."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebAddress:
    """Where the pages listen."""

    host: str
    port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """What runs in this process; stop it once, from any thread."""

    pollers: Sequence[Poller] = ()
    worker: Worker | None = None
    web: Flask | None = None
    address: WebAddress | None = None
    _threads: list[threading.Thread] = field(default_factory=list)
    _stoppers: list[Callable[[], None]] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Start all threads; raises UserError when the port is taken."""
        if self.web is not None and self.address is not None:
            self._start_web(self.web, self.address)
        if self.worker is not None:
            self._start("worker", self.worker.run, self.worker.stop)
        for poller in self.pollers:
            self._start(f"poll-{poller.name}", poller.run, poller.stop)

    def wait(self) -> None:
        """Until a signal or `stop`."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        while not self._over.wait(1.0):
            pass
        self.stop()

    def stop(self) -> None:
        """Finish what is under way and end the threads."""
        self._over.set()
        for stop in self._stoppers:
            stop()
        for thread in self._threads:
            thread.join(30)

    def _start_web(self, app: Flask, address: WebAddress) -> None:
        try:
            server = create_server(app, host=address.host, port=address.port, threads=_THREADS, ident="privacy-desk")
        except OSError as error:
            raise UserError(
                f"port {address.port} on {address.host} cannot be used ({error.strerror}): "
                "stop what runs there, or set PRIVACY_DESK_PORT to another port"
            ) from error
        self._start("web", server.run, server.close)

    def _start(self, name: str, run: Callable[[], None], stop: Callable[[], None]) -> None:
        thread = threading.Thread(target=run, name=name, daemon=True)
        self._threads.append(thread)
        self._stoppers.append(stop)
        thread.start()

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        logger.info("stopping", extra={"signal": signal.Signals(number).name})
        self._over.set()
