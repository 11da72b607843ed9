"""The HTTP client, against a real server on loopback."""

import gzip
import json
import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Thread

import pytest
from flask import Flask, Response, request
from flask.typing import ResponseReturnValue

from bot.errors import PermanentFailure, SettingsError, TemporaryFailure
from integrations.http import HttpClient, HttpLimits, HttpRequest
from integrations.sandbox.http_server import LoopbackServer
from tests.integrations.moments import StillClock

PERSON = "jolanda.testmann@example.com"


def make_app() -> Flask:
    app = Flask(__name__)
    views: dict[str, Callable[..., ResponseReturnValue]] = {
        "/echo/<path:rest>": echo,
        "/status/<int:status>": lambda status: ({}, status),
        "/wait": lambda: ({}, 429, {"Retry-After": request.args["after"]}),
        "/elsewhere": lambda: ("", 302, {"Location": "http://127.0.0.1:9/stolen"}),
        "/page": lambda: "<html>sign in</html>",
        "/half": lambda: Response('{"customers": [', content_type="application/json"),
        "/deep": lambda: Response("[" * 200_000, content_type="application/json"),
        "/empty": lambda: ("", 204),
        "/swelling": swelling,
        "/cookie": lambda: ({"sent": request.cookies}, 200, {"Set-Cookie": "a=1"}),
    }
    for path, view in views.items():
        app.add_url_rule(path, endpoint=path, view_func=view, methods=["GET", "POST"])
    return app


def echo(rest: str) -> dict[str, object]:
    body = request.get_json(silent=True)
    return {"path": rest, "uri": request.environ["REQUEST_URI"], "body": body, "query": request.args.to_dict()}


def swelling() -> Response:
    packed = gzip.compress(b'"' + b"x" * 2_000_000 + b'"')
    return Response(packed, headers={"Content-Encoding": "gzip", "Content-Type": "application/json"})


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with LoopbackServer(make_app()) as server:
        yield server.url


@pytest.fixture
def client(url: str) -> HttpClient:
    return HttpClient(system="Storefront", base_url=url, clock=StillClock(), limits=HttpLimits(max_bytes=1_000_000))


def test_values_reach_the_path_encoded_and_the_body_untouched(client: HttpClient) -> None:
    question = HttpRequest(
        method="POST", path="/echo/{id}", values={"id": "a/b ?c"}, query={"page": "1"}, body={"words": 'say "${x}" {y}'}
    )

    answer = client.send(question).body

    assert isinstance(answer, dict)
    assert answer["uri"] == "/echo/a%2Fb%20%3Fc?page=1"
    assert answer["body"] == {"words": 'say "${x}" {y}'}


@pytest.mark.parametrize("value", ["", ".", ".."])
def test_a_value_that_would_climb_out_of_the_path_is_never_sent(client: HttpClient, value: str) -> None:
    with pytest.raises(PermanentFailure, match="does not fit"):
        client.send(HttpRequest(method="GET", path="/echo/{id}", values={"id": value}))


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 504])
def test_what_can_pass_is_temporary(client: HttpClient, status: int) -> None:
    with pytest.raises(TemporaryFailure, match=f"Storefront answered {status}"):
        client.send(HttpRequest(method="GET", path="/status/{status}", values={"status": str(status)}))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 422, 501])
def test_what_will_not_pass_is_permanent(client: HttpClient, status: int) -> None:
    with pytest.raises(PermanentFailure, match=f"Storefront answered {status}"):
        client.send(HttpRequest(method="GET", path="/status/{status}", values={"status": str(status)}))


def test_an_expected_status_is_an_answer(client: HttpClient) -> None:
    question = HttpRequest(method="GET", path="/status/404", expected=frozenset({404}))

    assert client.send(question).status == 404


@pytest.mark.parametrize(
    ("after", "wait"),
    [
        ("7", timedelta(seconds=7)),
        ("Wed, 25 Nov 2026 09:30:30 GMT", timedelta(seconds=30)),
        ("Wed, 25 Nov 2026 09:00:00 GMT", timedelta(0)),
        ("999999999999", timedelta(days=1)),
        ("9" * 30, None),
        ("soon", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(client: HttpClient, after: str, wait: timedelta | None) -> None:
    with pytest.raises(TemporaryFailure) as failure:
        client.send(HttpRequest(method="GET", path="/wait", query={"after": after}))

    assert failure.value.retry_after == wait


def test_a_redirect_is_refused(client: HttpClient) -> None:
    with pytest.raises(PermanentFailure, match="we do not follow"):
        client.send(HttpRequest(method="GET", path="/elsewhere"))


def test_a_web_page_is_not_data(client: HttpClient) -> None:
    with pytest.raises(PermanentFailure, match="web page"):
        client.send(HttpRequest(method="GET", path="/page"))


def test_half_an_answer_can_be_asked_for_again(client: HttpClient) -> None:
    with pytest.raises(TemporaryFailure, match="broken data"):
        client.send(HttpRequest(method="GET", path="/half"))


def test_absurdly_nested_data_is_refused(client: HttpClient) -> None:
    with pytest.raises(PermanentFailure, match="nested"):
        client.send(HttpRequest(method="GET", path="/deep"))


def test_an_answer_is_measured_after_unpacking(client: HttpClient) -> None:
    with pytest.raises(PermanentFailure, match="more than 1000000 bytes"):
        client.send(HttpRequest(method="GET", path="/swelling"))


def test_no_content_is_none(client: HttpClient) -> None:
    assert client.send(HttpRequest(method="GET", path="/empty")).body is None


def test_a_token_that_cannot_be_sent_is_permanent_and_not_repeated(client: HttpClient) -> None:
    with pytest.raises(PermanentFailure, match="InvalidHeader") as failure:
        client.send(HttpRequest(method="GET", path="/empty", headers={"Authorization": "Bearer very\nsecret"}))

    assert "secret" not in str(failure.value)


@pytest.mark.parametrize("base_url", ["http://localhost:1/", "https://shop.example.com/api/"])
def test_a_safe_address_is_taken(base_url: str) -> None:
    HttpClient(system="Storefront", base_url=base_url, clock=StillClock())


def test_cookies_are_not_kept(client: HttpClient) -> None:
    client.send(HttpRequest(method="GET", path="/cookie"))

    assert client.send(HttpRequest(method="GET", path="/cookie")).body == {"sent": {}}


def test_a_host_that_is_down_is_temporary() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"

    with pytest.raises(TemporaryFailure, match="could not be reached"):
        HttpClient(system="Storefront", base_url=url, clock=StillClock()).send(HttpRequest(method="GET", path="/"))


def test_a_host_that_says_nothing_is_temporary() -> None:
    limits = HttpLimits(answer_within=timedelta(milliseconds=50))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        client = HttpClient(system="Storefront", base_url=url, clock=StillClock(), limits=limits)

        with pytest.raises(TemporaryFailure, match="did not answer in time"):
            client.send(HttpRequest(method="GET", path="/"))


def test_an_answer_that_never_ends_is_given_up() -> None:
    clock = StillClock()

    def drip(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection:
            connection.recv(1000)
            connection.sendall(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
            )
            clock.go_on(minutes=2)
            connection.sendall(b"1\r\n[\r\n0\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as server:
        assert_given_up(server, drip, clock)


def assert_given_up(server: socket.socket, answer: Callable[[socket.socket], None], clock: StillClock) -> None:
    thread = Thread(target=answer, args=(server,))
    thread.start()
    url = f"http://127.0.0.1:{server.getsockname()[1]}"
    with pytest.raises(TemporaryFailure, match="too slowly"):
        HttpClient(system="Storefront", base_url=url, clock=clock).send(HttpRequest(method="GET", path="/"))
    thread.join()


@pytest.mark.parametrize(
    "base_url",
    [
        "http://shop.example.com",
        "ftp://127.0.0.1",
        "https://",
        "https://user:word@shop.example.com",
        "https://a.test?b",
    ],
)
def test_an_unsafe_address_is_a_wrong_setting(base_url: str) -> None:
    with pytest.raises(SettingsError, match="the address of Storefront"):
        HttpClient(system="Storefront", base_url=base_url, clock=StillClock())


@pytest.mark.parametrize("path", ["/status/{status}", "/page", "/half", "/elsewhere", "/deep", "/swelling"])
def test_no_failure_names_a_person_or_a_secret(client: HttpClient, path: str) -> None:
    question = HttpRequest(
        method="GET",
        path=path,
        values={"status": "500"},
        query={"email": PERSON},
        headers={"Authorization": "Bearer very-secret"},
        body={"email": PERSON},
    )

    with pytest.raises((TemporaryFailure, PermanentFailure)) as failure:
        client.send(question)

    told = f"{failure.value!r} {failure.value.__cause__!r} {question!r} {json.dumps(str(failure.value))}"
    assert PERSON not in told
    assert "very-secret" not in told
