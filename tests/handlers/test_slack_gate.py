import json
from contextlib import suppress
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.slack_gate import LARGEST_BODY, RequestRefused, admit
from integrations.sandbox.slack_delivery import signed_headers

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
SECRET = "a-signing-secret"
CLICK = urlencode({"payload": json.dumps({"type": "block_actions"})}).encode()


def signed(body: bytes, *, timestamp: str | None = None, secret: str = SECRET) -> dict[str, str]:
    stamp = str(int(NOW.timestamp())) if timestamp is None else timestamp
    return signed_headers(body, secret=secret, timestamp=stamp, content_type="application/x-www-form-urlencoded")


def status_of(body: bytes, headers: dict[str, str]) -> int:
    with pytest.raises(RequestRefused) as refused:
        admit(body, headers, signing_secret=SECRET, now=NOW)
    return refused.value.status


def test_a_signed_click_is_admitted() -> None:
    assert admit(CLICK, signed(CLICK), signing_secret=SECRET, now=NOW) == {"type": "block_actions"}


def test_a_signed_event_is_admitted() -> None:
    body = b'{"type": "url_verification", "challenge": "c"}'

    assert admit(body, signed(body), signing_secret=SECRET, now=NOW)["challenge"] == "c"


@pytest.mark.parametrize("timestamp", ["abc", "", "1.5", "-1", "1e9", "٣٣", "9" * 400, " 1795599000", "0x10"])
def test_a_timestamp_that_is_no_plain_number_is_refused_even_when_signed(timestamp: str) -> None:
    assert status_of(CLICK, signed(CLICK, timestamp=timestamp)) == 401


@pytest.mark.parametrize("seconds", [-301, 301, -86_400])
def test_a_replayed_request_is_refused(seconds: int) -> None:
    assert status_of(CLICK, signed(CLICK, timestamp=str(int(NOW.timestamp()) + seconds))) == 401


@pytest.mark.parametrize("seconds", [-300, 0, 300])
def test_a_clock_may_be_five_minutes_off(seconds: int) -> None:
    admit(CLICK, signed(CLICK, timestamp=str(int(NOW.timestamp()) + seconds)), signing_secret=SECRET, now=NOW)


@pytest.mark.parametrize("signature", ["", "v0=", "v0=" + "0" * 64, "v1=x", "é\udcff"])
def test_a_wrong_signature_is_refused(signature: str) -> None:
    assert status_of(CLICK, {**signed(CLICK), "X-Slack-Signature": signature}) == 401


def test_another_secret_is_refused() -> None:
    assert status_of(CLICK, signed(CLICK, secret="another")) == 401


def test_a_request_without_headers_is_refused() -> None:
    assert status_of(CLICK, {}) == 401


def test_a_changed_body_is_refused() -> None:
    assert status_of(CLICK + b"&x=1", signed(CLICK)) == 401


def test_an_oversized_body_is_refused_unread() -> None:
    body = b"x" * (LARGEST_BODY + 1)

    assert status_of(body, signed(body)) == 400


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{}",
        b"[]",
        b"payload=",
        b"payload=%7B",
        b"payload=[]",
        b"payload=1",
        b"x=1",
        b"\xff\xfe",
        b'{"type": 1}',
        b"{" * 5_000,
        b'{"type":' + b"[" * 100_000,
    ],
)
def test_a_signed_body_that_cannot_be_read_is_a_bad_request(body: bytes) -> None:
    assert status_of(body, signed(body)) == 400


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_break_the_gate(body: bytes) -> None:
    with suppress(RequestRefused):
        admit(body, signed(body), signing_secret=SECRET, now=NOW)
