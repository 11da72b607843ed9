"""What was typed behind a command, as values; what is none is refused with how to write it."""

from argparse import ArgumentTypeError
from datetime import date

from bot.domain.signing import PublicKey


def day(text: str) -> date:
    """`2026-11-25`."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no date: write it as 2026-11-25") from error


def published_root(text: str) -> tuple[date, str]:
    """`2026-11-23=ab12…` as a day and its root."""
    on, _, root = text.partition("=")
    try:
        return date.fromisoformat(on), _root(root.lower())
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no root: write it as 2026-11-25=… with 64 digits") from error


def public_key(text: str) -> PublicKey:
    """64 hexadecimal digits."""
    try:
        return PublicKey(text.strip().lower())
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no public key: it has 64 hexadecimal digits") from error


def port(text: str) -> int:
    """The first of seven."""
    if not text.isdecimal() or not 1 <= int(text) <= 65_529:
        raise ArgumentTypeError(f"{text!r} is no port with six more behind it: choose one from 1 to 65529")
    return int(text)


def _root(text: str) -> str:
    if len(bytes.fromhex(text)) != 32:
        raise ValueError
    return text
