"""Personal data has types, and their repr hides the value."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NewType, Self

from bot.errors import UserError

SubjectKey = NewType("SubjectKey", str)
"""A keyed hash (HMAC-SHA256, hex) of a normalised address: links records without naming anyone."""

_ADDRESS: Final = re.compile(r"[^\s@<>\"(),:;\[\]\\\x00-\x1f\x7f]{1,64}@(?:[^\W_][\w-]{0,62}\.)+[^\W\d_][\w-]{1,62}")
_DOT: Final = "\u2022\u2022\u2022"


class NotAnAddress(UserError):
    """The text is not an e-mail address; the message does not repeat it."""


@dataclass(frozen=True, slots=True)
class EmailAddress:
    """An e-mail address, lower-cased; build it with `parse`."""

    value: str = field(repr=False)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Accept what mail servers accept in practice; raises NotAnAddress."""
        candidate = text.strip().lower()
        if len(candidate) > 254 or not _ADDRESS.fullmatch(candidate):
            raise NotAnAddress(f"not an e-mail address ({len(candidate)} characters)")
        return cls(candidate)

    @property
    def domain(self) -> str:
        """The part behind the @."""
        return self.value.rpartition("@")[2]

    @property
    def masked(self) -> str:
        """`j•••@e•••.com`: enough to recognise one's own, not to learn another's."""
        local, _, domain = self.value.rpartition("@")
        host, _, top = domain.rpartition(".")
        return f"{local[0]}{_DOT}@{host[0]}{_DOT}.{top}"


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name as they wrote it."""

    value: str = field(repr=False)

    @property
    def masked(self) -> str:
        """The first letter of each word."""
        return " ".join(f"{word[0]}{_DOT}" for word in self.value.split())


class ProofMethod(StrEnum):
    """How we came to believe who is asking."""

    NONE = "none"
    ONE_TIME_LINK = "one_time_link"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifiers:
    """What locates a person in a system, as found in their message."""

    emails: tuple[EmailAddress, ...] = ()
    orders: tuple[str, ...] = field(default=(), repr=False)
    phones: tuple[str, ...] = field(default=(), repr=False)

    def joined(self, other: "Identifiers") -> "Identifiers":
        """What is here, and then what only the other has."""
        new = other.without(self)
        return Identifiers(
            emails=(*self.emails, *new.emails), orders=(*self.orders, *new.orders), phones=(*self.phones, *new.phones)
        )

    def without(self, *others: "Identifiers") -> "Identifiers":
        """What is here and in none of the others."""
        emails = {email for other in others for email in other.emails}
        orders = {order for other in others for order in other.orders}
        phones = {phone for other in others for phone in other.phones}
        return Identifiers(
            emails=tuple(each for each in self.emails if each not in emails),
            orders=tuple(each for each in self.orders if each not in orders),
            phones=tuple(each for each in self.phones if each not in phones),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSubject:
    """The person whose data it is, as far as we know them.

    `address` is the address on file: the one record holders know. Proof goes only there.
    `customer_since` is a year.
    """

    address: EmailAddress
    name: PersonName | None = None
    customer_since: int | None = None
    identifiers: Identifiers = Identifiers()
