"""The sandbox's web server."""

import urllib.request
from collections.abc import Callable, Iterable

import pytest

from bot.errors import UserError
from integrations.sandbox.http_server import LoopbackServer


def hello(_environ: dict[str, object], start_response: Callable[..., object]) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"hello"]


def read(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own loopback address
        return bytes(answer.read())


def test_it_answers_on_the_port_it_names() -> None:
    with LoopbackServer(hello) as server:
        assert server.port > 0
        assert read(server.url) == b"hello"


def test_a_taken_port_is_named_with_the_remedy() -> None:
    with LoopbackServer(hello) as server, pytest.raises(UserError) as refusal:
        LoopbackServer(hello, port=server.port)

    assert f"port {server.port}" in str(refusal.value)
    assert "choose another port" in str(refusal.value)


def test_a_stopped_server_lets_go_of_its_port() -> None:
    first = LoopbackServer(hello)
    first.start()
    first.stop()
    first.stop()

    with LoopbackServer(hello, port=first.port) as second:
        assert read(second.url) == b"hello"


def test_requests_are_not_logged(capfd: pytest.CaptureFixture[str]) -> None:
    with LoopbackServer(hello) as server:
        read(f"{server.url}/jolanda.testmann@example.com")

    assert "jolanda" not in "".join(capfd.readouterr())
