"""What stands in an example for what identified somebody: words the classifier reads like the real thing."""

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Final

from bot.domain.identity import EmailAddress, Identifiers
from bot.domain.number_trace import LAW_NUMBER
from bot.domain.redaction import redact

PERSON: Final = "Alex"
ADDRESS: Final = "someone@example.com"
LINK: Final = "https://example.com/link"
NUMBER: Final = "000000"
CARD: Final = "•••• 0000"
"""As the classifier sees it: cards are masked before any message is read."""

_MASKS: Final = re.compile(
    r"(?P<address>[^\s•]•••@[^\s•]•••(?:\.[\w-]+)*)"
    r"|(?P<link>\[link\])"
    r"|(?P<card>•••• \d{4})"
    r"|(?P<account>(?<!\w)[A-Za-z]{2}•••\d\d(?!\w))"
    r"|(?P<person>(?<![^\W\d_])[^\W\d_]•••)"
    r"|(?P<number>•+(?:[\w/-]{1,2}(?!\w))?)"
)
"""The marks that `redact` leaves."""

_NUMERALS: Final = re.compile(
    rf"(?P<kept>(?<!\d)(?:{LAW_NUMBER})(?!\d)|{re.escape(CARD)})|\d+(?:[./-]\d+){{2,}}|\d{{3,}}(?:[.,]\d+)?"
)
_WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_]))+")
_DIGITS: Final = re.compile(r"(?<!\d)\d(?:[ ()./-]{0,2}\d){3,14}(?!\d)")
_ROLES: Final = frozenset(
    {
        "account",
        "accounts",
        "admin",
        "contact",
        "customer",
        "data",
        "delete",
        "gdpr",
        "hello",
        "help",
        "info",
        "kontakt",
    }
    | {"kundenservice", "datenschutz", "mail", "marketing", "no-reply", "noreply", "office", "officer", "order"}
    | {"orders", "post", "privacy", "protection", "reply", "request", "requests", "returns", "sales", "service", "shop"}
    | {"shopping", "store", "support", "team", "the"}
)
"""What mailboxes are called: it names nobody, and requests are made of the same words."""


def with_placeholders(
    text: str, *, names: Sequence[str] = (), addresses: Sequence[EmailAddress] = (), known: Identifiers = Identifiers()
) -> str:
    """The text without what leads to a person; `names`, `addresses` and `known` are what is known beside the text.

    What `bot.domain.redaction` masks becomes a typed placeholder here, shaped so that the classifier's features are
    those of the real thing: an address stays an address, a digit a digit, a name the same name always. Beyond it,
    every longer number and written date loses its digits, and words nearly like a known name go as well (people
    correct how theirs is spelt). Numbers of laws and numbers below 100 stay.
    """
    given = [word for name in (*names, *_written(addresses, text)) for word in _WORD.findall(name)]
    given = [word for word in given if word.lower() not in _ROLES]
    masked = redact(_without(known, text), names=given)
    masked = _NUMERALS.sub(_zeros, _MASKS.sub(_placeholder, masked))
    return _without_misspelt(masked, given)


def _written(addresses: Iterable[EmailAddress], text: str) -> list[str]:
    """What an address says of its owner's name, as far as the text writes it as one: with a capital."""
    words = (word for address in addresses for word in _WORD.findall(address.value.partition("@")[0]))
    return [word for word in words if len(word) > 2 and word.capitalize() in text]


def _without(known: Identifiers, text: str) -> str:
    for address in known.emails:
        text = re.sub(re.escape(address.value), ADDRESS, text, flags=re.IGNORECASE)
    for order in sorted(known.orders, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(order)}(?!\w)", NUMBER, text, flags=re.IGNORECASE)
    return _DIGITS.sub(lambda match: _unless_a_phone(match.group(), known.phones), text) if known.phones else text


def _unless_a_phone(written: str, phones: Sequence[str]) -> str:
    """A number as it is dialled at home ends like its international form."""
    digits = "".join(filter(str.isdigit, written)).lstrip("0")
    return NUMBER if len(digits) > 3 and any(phone.endswith(digits) for phone in phones) else written


def _placeholder(match: re.Match[str]) -> str:
    match match.lastgroup:
        case "address":
            return ADDRESS
        case "link":
            return LINK
        case "card":
            return CARD
        case "person":
            return PERSON
        case _:
            return NUMBER


def _zeros(match: re.Match[str]) -> str:
    return match["kept"] or re.sub(r"\d", "0", match.group())


def _without_misspelt(text: str, names: Sequence[str]) -> str:
    """Words that begin large and are nearly one of the names."""
    known = {word.lower() for name in names for word in _WORD.findall(name) if len(word) > 4}
    if not known:
        return text
    return _WORD.sub(lambda match: PERSON if _is_nearly(match.group(), known) else match.group(), text)


def _is_nearly(word: str, known: Iterable[str]) -> bool:
    if len(word) < 5 or not word[0].isupper():
        return False
    return any(_is_one_letter_off(word.lower(), name) for name in known)


def _is_one_letter_off(one: str, other: str) -> bool:
    """One letter changed, added or left out."""
    before = _alike(one, other)
    rest, other_rest = one[before:], other[before:]
    return max(len(rest), len(other_rest)) - _alike(rest[::-1], other_rest[::-1]) <= 1


def _alike(one: str, other: str) -> int:
    """How many letters both begin with."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))
