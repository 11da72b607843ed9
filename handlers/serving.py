"""Running: pages, pollers and worker as threads of one process, until a signal says stop."""

import logging
import signal
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

from flask import Flask
from waitress.server import create_server
from waitress.trigger import trigger as Trigger  # noqa: N812 (a class)

from bot.errors import UserError
from handlers.poller import Poller
from handlers.worker import Worker

logger = logging.getLogger(__name__)

_THREADS = 8
"""Bolt answers a click in milliseconds and pages are quick, so eight at once is plenty for a team."""

_LOOK_EVERY = 1.0
_PATIENCE = 30.0
"""Seconds for a job under way; what takes longer is done again after the next start."""


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
    _former: dict[signal.Signals, Any] = field(default_factory=dict)

    def start(self) -> None:
        """Start all threads; raises UserError when the port is taken. From now on signals are heard."""
        if self.web is not None and self.address is not None:
            self._start_web(self.web, self.address)
        self._listen()
        if self.worker is not None:
            self._start("worker", self.worker.run, self.worker.stop)
        for poller in self.pollers:
            self._start(f"poll-{poller.name}", poller.run, poller.stop)

    def wait(self) -> bool:
        """Until a signal or `stop`; or until a part ends by itself, which is False: then all of it ends."""
        while not self._over.wait(_LOOK_EVERY):
            fallen = [thread.name for thread in self._threads if not thread.is_alive()]
            if fallen:
                logger.error("a part ended by itself", extra={"part": fallen[0]})
                self.stop()
                return False
        self.stop()
        return True

    def stop(self) -> None:
        """Finish what is under way and end the threads; twice is once."""
        self._over.set()
        while self._stoppers:
            self._stoppers.pop(0)()
        for thread in self._threads:
            thread.join(_PATIENCE)
        self._unlisten()

    def _start_web(self, app: Flask, address: WebAddress) -> None:
        sockets: dict[int, Any] = {}
        try:
            server = create_server(
                app, map=sockets, host=address.host, port=address.port, threads=_THREADS, ident="privacy-desk"
            )
        except ValueError as error:
            raise UserError(f"{address.host} is no address to listen on: set PRIVACY_DESK_HOST to another") from error
        except OSError as error:
            for half_made in tuple(sockets.values()):
                half_made.close()
            raise UserError(
                f"port {address.port} on {address.host} cannot be used ({error.strerror}): "
                "stop what runs there, or set PRIVACY_DESK_PORT to another port"
            ) from error

        loop = next(each for each in sockets.values() if isinstance(each, Trigger))

        def close_sockets(_: None = None) -> None:
            server.close()
            # Browsers keep connections open; without this the server would wait for the last of them to go.
            for channel in tuple(sockets.values()):
                channel.close_when_flushed = True

        def close() -> None:
            server.task_dispatcher.shutdown()
            # In the loop's own thread: a socket that another closes under its hands would be an error there.
            loop.pull_trigger(close_sockets)

        self._start("web", server.run, close)

    def _start(self, name: str, run: Callable[[], None], stop: Callable[[], None]) -> None:
        thread = threading.Thread(target=run, name=name, daemon=True)
        self._threads.append(thread)
        self._stoppers.append(stop)
        thread.start()

    def _listen(self) -> None:
        """Only a main thread may; a test or the demo may run this in another."""
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._former[number] = signal.signal(number, self._on_signal)

    def _unlisten(self) -> None:
        while self._former and threading.current_thread() is threading.main_thread():
            signal.signal(*self._former.popitem())

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        """Stop in good order; whoever cannot wait sends it again."""
        logger.info("stopping", extra={"signal": signal.Signals(number).name})
        self._unlisten()
        self._over.set()
