"""What is never shown, even to the person it belongs to (11 CCR 7024(d)): it is described instead."""

import re
from collections.abc import Mapping
from math import isfinite
from typing import Final

from bot.domain.action import Record

_SECRET_FIELDS: Final[tuple[tuple[str, str], ...]] = (
    ("password", r"passw(or)?d|passphrase|pwd"),
    ("security code", r"cvv\d?|cvc\d?|card security code|security code"),
    ("card number", r"card (number|no|num)|pan|primary account number"),
    ("account number", r"iban|bank account( number| no)?|account (number|no)|sort code|routing number"),
    ("social security number", r"ssn|social security( number| no)?|national insurance( number| no)?|tax id"),
    ("identity document", r"(driving |driver s? ?)licen[cs]e( number| no)?|passport( number| no)?"),
    ("biometric data", r"biometrics?( \w+)?|finger ?print (image|scan|template)|face ?print|voice ?print"),
    ("secret", r"secret|\w* ?token|api key|pin|otp|security answer|\w* secret|(password|pin|secret) hash|salt"),
)
_FIELD_PATTERNS: Final = tuple(
    (what, re.compile(rf"(?:.* )?(?:{pattern})(?: hash| salt)?")) for what, pattern in _SECRET_FIELDS
)
_WORD_START: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")
_CARD: Final = re.compile(r"(?<![\dA-Za-z])[2-6](?:[ -]?\d){12,18}(?!\d)")
_DEPTH: Final = 20


class Withheld(str):
    """Stands in a record where a secret was; its text says what kind."""

    __slots__ = ()


def disclosable(record: Record) -> dict[str, object]:
    """The record as it may be shown: secrets replaced by `Withheld`, card numbers in any text masked."""
    return {str(name): _shown(str(name), value, _DEPTH) for name, value in record.items()}


def _shown(name: str, value: object, depth: int) -> object:
    secret = _secret_kind(name)
    if secret and value not in (None, "", False):
        return Withheld(secret)
    match value:
        case Mapping() | list() | tuple() if depth == 0:
            return Withheld("too deeply nested")
        case Mapping():
            return {str(key): _shown(str(key), item, depth - 1) for key, item in value.items()}
        case list() | tuple():
            return [_shown("", item, depth - 1) for item in value]
        case _:
            return _plain(value)


def _plain(value: object) -> object:
    match value:
        case str():
            return _CARD.sub(lambda match: _masked(match[0]), value)
        case bool() | None:
            return value
        case int():
            return _masked(str(value)) if _is_card_text(str(value)) else value
        case float() if isfinite(value):
            return value
        case _:
            return str(value)


def _secret_kind(name: str) -> str:
    words = " ".join(_WORD_START.sub(" ", name).lower().split())
    return next((what for what, pattern in _FIELD_PATTERNS if pattern.fullmatch(words)), "")


def _masked(text: str) -> str:
    return f"•••• {text[-4:]}" if _is_card_text(text) else text


def _is_card_text(text: str) -> bool:
    """Luhn's check (ISO/IEC 7812-1 annex B)."""
    if not _CARD.fullmatch(text):
        return False
    digits = re.sub(r"\D", "", text)
    doubled = [int(digit) * 2 if place % 2 else int(digit) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
