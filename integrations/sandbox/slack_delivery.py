"""Signed posts from our Slack stand-in to the desk (docs.slack.dev, verifying requests from Slack)."""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from http.client import HTTPConnection, HTTPException
from typing import Final
from urllib.parse import urlencode, urlsplit

from integrations.sandbox.slack_workspace import Json

ANSWER_WITHIN_SECONDS: Final = 3.0
"""Slack shows "did not respond" after that."""

Poster = Callable[[str, bytes, Mapping[str, str]], tuple[int, bytes]]
"""(url, body, headers) → status and body; raises OSError when nobody answers in time."""


def signed_headers(body: bytes, *, secret: str, timestamp: str, content_type: str) -> dict[str, str]:
    """The headers that prove the request comes from Slack."""
    digest = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": content_type,
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": f"v0={digest}",
        "User-Agent": "Slackbot 1.0 (sandbox)",
    }


def interaction_body(payload: Json) -> bytes:
    """Interactions come as a form with one field."""
    return urlencode({"payload": json.dumps(payload)}).encode()


def post_by_http(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """A Poster over a connection of its own, past any proxy."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port or 80, timeout=ANSWER_WITHIN_SECONDS)
    try:
        connection.request("POST", parts.path or "/", body=body, headers=dict(headers))
        answer = connection.getresponse()
        return answer.status, answer.read()
    except HTTPException as error:
        raise ConnectionError(type(error).__name__) from error
    finally:
        connection.close()
