"""How the text of a setting becomes a value; every reader raises ValueError (or its like) for what is wrong."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from bot.domain.policy import POLICY
from bot.domain.request import RequestType

_LONGEST: Final = timedelta(days=366)
_LONGEST_KEPT: Final = timedelta(days=3660)


def master_key(text: str) -> bytes:
    if not re.fullmatch(r"[0-9a-fA-F]{64}", text):
        raise ValueError
    return bytes.fromhex(text)


def port(text: str) -> int:
    port = int(text)
    if not 0 < port < 65536:
        raise ValueError
    return port


def positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def one_of(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError
        return text

    return read


def url_of(text: str) -> str:
    if text:
        parts = urlsplit(text)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
            raise ValueError
    return text.rstrip("/")


def not_negative(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError
    return number


def token_of(text: str) -> str:
    if text and not re.fullmatch(r"[!-~]{16,}", text):
        raise ValueError
    return text


def hours(text: str) -> timedelta:
    hours = timedelta(hours=float(text))
    if not timedelta(0) <= hours <= _LONGEST:
        raise ValueError
    return hours


def life(text: str) -> timedelta:
    life = hours(text)
    if not life:
        raise ValueError
    return life


def days(text: str) -> timedelta:
    days = timedelta(days=int(text))
    if not timedelta(days=1) <= days <= _LONGEST_KEPT:
        raise ValueError
    return days


def record_months(text: str) -> int:
    # 11 CCR 7101(a): records of requests and answers are kept for at least 24 months.
    months = int(text)
    if not 24 <= months <= 240:
        raise ValueError
    return months


def seconds(text: str) -> timedelta:
    seconds = timedelta(seconds=float(text))
    if not timedelta(0) < seconds <= _LONGEST:
        raise ValueError
    return seconds


def automatic_of(text: str) -> frozenset[RequestType]:
    chosen = frozenset(RequestType(word.strip()) for word in text.split(",") if word.strip())
    if not all(POLICY[kind].may_be_automatic for kind in chosen):
        raise ValueError
    return chosen
