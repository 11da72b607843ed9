"""What locates the writer in a system: addresses, order numbers, telephone numbers."""

import re
from collections.abc import Iterable
from contextlib import suppress
from typing import Final, TypeVar

import phonenumbers

from bot.domain.identity import EmailAddress, Identifiers, NotAnAddress

_T = TypeVar("_T")

_READ: Final = 20_000
_AT_MOST: Final = 20
_OUR_ADDRESSES: Final = re.compile(r"@(?:[\w-]+\.)*retailops\.com$")

_ADDRESS: Final = re.compile(r"[\w.+!#$%&'*/=?^`{|}~-]{1,64}@(?:[^\W_][\w-]{0,62}\.)+[^\W\d_][\w-]{1,62}")

_ORDER: Final = re.compile(
    r"\b(?:orders?|bestell(?:ung(?:en)?|nummer)|auftr(?:ag|äge|agsnummer)|commandes?|pedidos?|ordin[ei]|bestelling(?:en)?"
    r"|bestelnummer|ordernummer|invoice|rechnung|facture|factura|fattura|factuur)"
    r"(?:[\s-]*(?:number|no|nr|num|numero|número|numéro|n|nummer|id|ref|reference)\b)?[\s.:#°º(]{0,6}"
    r"(?P<number>(?=[A-Z0-9/-]*\d{3})[A-Z0-9][A-Z0-9/-]{2,23}[A-Z0-9])\b",
    re.IGNORECASE,
)
_OWN_ORDER: Final = re.compile(r"\b(?:RO|ORD)-\d{3,10}\b", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")

_REGIONS: Final = {"en": "GB", "de": "DE", "fr": "FR", "es": "ES", "it": "IT", "nl": "NL"}


def identifiers_in(text: str, language: str) -> Identifiers:
    """What the text names, each once, in order; our own addresses are left out."""
    read = text[:_READ]
    orders = _orders(read)
    return Identifiers(emails=addresses_in(read), orders=orders, phones=_phones(read, language, orders))


def addresses_in(text: str) -> tuple[EmailAddress, ...]:
    """E-mail addresses, each once, in order."""
    found = []
    for match in _ADDRESS.finditer(text):
        with suppress(NotAnAddress):
            found.append(EmailAddress.parse(match.group().strip(".'`*")))
    return _each_once(address for address in found if not _OUR_ADDRESSES.search(address.value))


def _orders(text: str) -> tuple[str, ...]:
    named = [(match.start("number"), match.group("number")) for match in _ORDER.finditer(text)]
    own = [(match.start(), match.group()) for match in _OWN_ORDER.finditer(text)]
    return _each_once(number.upper() for _, number in sorted({*named, *own}) if not _YEAR.fullmatch(number))


def _phones(text: str, language: str, orders: tuple[str, ...]) -> tuple[str, ...]:
    """In E.164 form; a bare national number is read as one of the language's main country."""
    possible = phonenumbers.Leniency.POSSIBLE
    matcher = phonenumbers.PhoneNumberMatcher(text, _REGIONS.get(language, "US"), leniency=possible, max_tries=100)
    matches = [match for match in matcher if _is_phone(match) and match.raw_string.strip("()# ") not in orders]
    return _each_once(phonenumbers.format_number(m.number, phonenumbers.PhoneNumberFormat.E164) for m in matches)


def _is_phone(match: phonenumbers.PhoneNumberMatch) -> bool:
    """An international prefix is proof enough; a bare national number has to be one that exists."""
    return match.raw_string.startswith(("+", "00")) or phonenumbers.is_valid_number(match.number)


def _each_once(found: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(found))[:_AT_MOST]
