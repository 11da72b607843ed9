"""Personal data on a case page stays behind a curtain until somebody asks to see it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Self

from markupsafe import Markup, escape

from bot.domain.case import Case
from bot.domain.identity import EmailAddress, PersonName
from bot.domain.message import ParsedMail
from bot.domain.redaction import redact

_CUSTOMER_LINK: Final = re.compile(r"(/c/)[\w~-]+")
_DOTS: Final = "•••"


@dataclass(frozen=True, slots=True, kw_only=True)
class Curtain:
    """`drawn` hides; `known` are this person's own words for themselves, which the text may repeat."""

    drawn: bool
    known: tuple[str, ...] = field(default=(), repr=False)

    @classmethod
    def before(cls, case: Case, message: ParsedMail | None, *, drawn: bool) -> Self:
        """The curtain of one case and the message that opened it."""
        subject, correction = case.payload.subject, case.payload.correction
        told = (correction.old, correction.new) if correction else ()
        known = (*told, *_names(subject.name), *_names(message.sender_name if message else None))
        return cls(
            drawn=drawn, known=_longest_first({*known, *subject.identifiers.orders, *subject.identifiers.phones})
        )

    @classmethod
    def before_message(cls, message: ParsedMail | None, *, drawn: bool) -> Self:
        """The curtain of a message that is no case yet."""
        return cls(drawn=drawn, known=_longest_first(set(_names(message.sender_name if message else None))))

    def address(self, address: EmailAddress) -> str:
        """The address, or enough of it to tell two apart."""
        return address.masked if self.drawn else address.value

    def name(self, name: PersonName) -> str:
        """The name, or its first letters."""
        return name.masked if self.drawn else name.value

    def value(self, value: str) -> str:
        """A single personal value, all or nothing."""
        return _DOTS if self.drawn and value else value

    def text(self, text: str) -> str:
        """The customer's words without what would tell who they are."""
        return redact(text, names=self.known) if self.drawn else text

    def letter(self, text: str) -> str:
        """A letter of ours; the customer's own link stays hidden always, since whoever holds it can act for them."""
        return self.text(_CUSTOMER_LINK.sub(rf"\1{_DOTS}", text))

    def marked(self, text: str, evidence: Sequence[str]) -> Markup:
        """The words, with the passages that led to the case marked."""
        shown = self.text(text)
        passages = [re.escape(passage) for one in evidence if (passage := self.text(one).strip())]
        if not passages:
            return escape(shown)
        longest_first = sorted(passages, key=len, reverse=True)
        parts = re.split(f"({'|'.join(longest_first)})", shown, flags=re.IGNORECASE)
        return Markup("").join(
            Markup("<mark>{}</mark>").format(part) if place % 2 else escape(part) for place, part in enumerate(parts)
        )


def _names(name: PersonName | None) -> tuple[str, ...]:
    return (name.value, *name.value.split()) if name else ()


def _longest_first(known: set[str]) -> tuple[str, ...]:
    return tuple(sorted((one for one in known if len(one) > 2), key=lambda one: (-len(one), one)))
