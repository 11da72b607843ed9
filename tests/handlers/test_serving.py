"""Running: the parts of one process start together and end together."""

import http.client
import logging
import os
import random
import signal
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from bot.domain.job import Job, JobName
from bot.errors import UserError
from handlers.poller import Poller
from handlers.serving import Running, WebAddress
from handlers.worker import Worker
from tests.free_port import free_port
from tests.store.desk_store import sqlite_store

PATIENCE = 20.0


@pytest.fixture
def address() -> WebAddress:
    return WebAddress(host="127.0.0.1", port=free_port())


@pytest.fixture
def app() -> Flask:
    app = Flask("pages")
    app.add_url_rule("/", "hello", lambda: "hello")
    return app


@pytest.fixture(autouse=True)
def _signals_are_as_before() -> Iterator[None]:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    yield
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


def _get(address: WebAddress) -> tuple[http.client.HTTPConnection, str]:
    """A page, over a connection that stays open as a browser's does."""
    connection = http.client.HTTPConnection(address.host, address.port, timeout=PATIENCE)
    connection.request("GET", "/")
    return connection, connection.getresponse().read().decode()


def _poller(looked: threading.Event) -> Poller:
    def poll() -> int:
        looked.set()
        return 0

    return Poller(name="mailbox", poll=poll, pause=timedelta(hours=1), chance=random.SystemRandom())


def test_pages_pollers_and_worker_run_together_until_they_are_stopped(
    app: Flask, address: WebAddress, tmp_path: Path
) -> None:
    store = sqlite_store(tmp_path)
    looked, worked = threading.Event(), threading.Event()
    worker = Worker(
        queue=store.jobs,
        work={JobName.TRIAGE: lambda _: worked.set()},
        clock=store.clock,
        threads=1,
        chance=random.Random(1),  # noqa: S311 (jitter, not secrets)
        bell=store.bell,
    )
    running = Running(pollers=[_poller(looked)], worker=worker, web=app, address=address)

    running.start()
    with store.committing() as unit:
        unit.jobs.enqueue(Job(name=JobName.TRIAGE, argument="message-1"))
    connection, page = _get(address)
    assert page == "hello"
    assert looked.wait(PATIENCE)
    assert worked.wait(PATIENCE)
    running.stop()

    assert not [thread for thread in threading.enumerate() if thread.name in {"web", "worker", "poll-mailbox"}]
    assert store.jobs.count() == 0
    connection.close()
    store.database.close()


def test_it_goes_on_while_all_parts_do(app: Flask, address: WebAddress, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.serving._LOOK_EVERY", 0.001)
    running = Running(web=app, address=address)
    running.start()
    later = threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGTERM))
    later.start()

    assert running.wait()

    later.join()


def test_a_browser_that_keeps_its_connection_open_does_not_hold_up_the_end(app: Flask, address: WebAddress) -> None:
    running = Running(web=app, address=address)
    running.start()
    connection, _ = _get(address)

    running.stop()
    running.stop()

    assert not [thread for thread in threading.enumerate() if thread.name == "web"]
    connection.close()
    with pytest.raises(OSError, match="refused"):
        _get(address)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_everything_in_good_order(
    app: Flask, address: WebAddress, number: signal.Signals, caplog: pytest.LogCaptureFixture
) -> None:
    running = Running(web=app, address=address)
    running.start()

    with caplog.at_level(logging.INFO):
        os.kill(os.getpid(), number)
        assert running.wait()

    assert [vars(record)["signal"] for record in caplog.records if record.message == "stopping"] == [number.name]


def test_a_host_with_several_addresses_is_served_and_ended(
    app: Flask, address: WebAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, address.port)) for host in ("127.0.0.1", "127.0.0.2")]
    with monkeypatch.context() as patched:
        patched.setattr("socket.getaddrinfo", lambda *_, **__: both)
        running = Running(web=app, address=WebAddress(host="localhost", port=address.port))
        running.start()
    connection, page = _get(address)

    running.stop()

    assert page == "hello"
    assert not [thread for thread in threading.enumerate() if thread.name == "web"]
    connection.close()


def test_a_port_that_is_taken_is_named_with_the_setting(app: Flask) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(UserError, match=rf"port {port} on 127\.0\.0\.1 cannot be used.*PRIVACY_DESK_PORT"):
            Running(web=app, address=WebAddress(host="127.0.0.1", port=port)).start()


def test_a_host_that_is_none_is_named_with_the_setting(app: Flask) -> None:
    with pytest.raises(UserError, match="PRIVACY_DESK_HOST"):
        Running(web=app, address=WebAddress(host="no host", port=1)).start()


def test_when_one_part_ends_by_itself_all_end_and_it_is_said(
    app: Flask, address: WebAddress, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fall(_: Poller) -> None:
        return

    monkeypatch.setattr("handlers.serving._LOOK_EVERY", 0.01)
    monkeypatch.setattr(Poller, "run", fall)
    running = Running(pollers=[_poller(threading.Event())], web=app, address=address)
    running.start()

    assert not running.wait()

    told = [vars(record)["part"] for record in caplog.records if record.message == "a part ended by itself"]
    assert told == ["poll-mailbox"]
    assert not [thread for thread in threading.enumerate() if thread.name == "web"]


def test_started_from_another_thread_it_leaves_signals_alone() -> None:
    before = signal.getsignal(signal.SIGTERM)
    seen: list[object] = []

    def run() -> None:
        running = Running()
        running.start()
        seen.append(signal.getsignal(signal.SIGTERM))
        running.stop()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(PATIENCE)

    assert seen == [before]
