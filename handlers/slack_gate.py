"""Who is knocking: a request is Slack's only with a fresh, well-formed timestamp and the right signature.

Checked before Bolt sees a byte, for Bolt's adapter answers some unsigned requests with 500 and logs their bodies
(docs.slack.dev, verifying requests from Slack).
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qs

GOOD_FOR: Final = timedelta(minutes=5)
LARGEST_BODY: Final = 1_000_000
_DIGITS: Final = frozenset("0123456789")


class RequestRefused(Exception):
    """Not to be answered but with this status: 401 for an unknown sender, 400 for what cannot be read."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


def admit(body: bytes, headers: Mapping[str, str], *, signing_secret: str, now: datetime) -> dict[str, Any]:
    """The payload of a request that is truly Slack's; raises RequestRefused, nothing else."""
    if len(body) > LARGEST_BODY:
        raise RequestRefused(400, "too large")
    timestamp = headers.get("X-Slack-Request-Timestamp", "")
    if not 1 <= len(timestamp) <= 12 or not _DIGITS.issuperset(timestamp):
        raise RequestRefused(401, "no timestamp")
    if abs(now.timestamp() - int(timestamp)) > GOOD_FOR.total_seconds():
        raise RequestRefused(401, "too old")
    signature = headers.get("X-Slack-Signature", "")
    if not hmac.compare_digest(signature.encode("utf-8", "replace"), _signature(body, timestamp, signing_secret)):
        raise RequestRefused(401, "wrong signature")
    return _payload(body)


def _signature(body: bytes, timestamp: str, signing_secret: str) -> bytes:
    signed = b"v0:" + timestamp.encode() + b":" + body
    return b"v0=" + hmac.new(signing_secret.encode(), signed, hashlib.sha256).hexdigest().encode()


def _payload(body: bytes) -> dict[str, Any]:
    """Events are JSON; interactions a form whose field `payload` is JSON."""
    try:
        text = body.decode()
        found = json.loads(text if text.startswith("{") else parse_qs(text)["payload"][0])
    except (ValueError, KeyError, RecursionError) as error:
        raise RequestRefused(400, "unreadable") from error
    if not isinstance(found, dict) or not isinstance(found.get("type"), str):
        raise RequestRefused(400, "unreadable")
    return found
