"""The pen every letter is written with: its facts, and the texts of one language."""

from dataclasses import dataclass

from bot.domain.letter_facts import LetterFacts
from bot.domain.letter_layout import Paragraph
from bot.domain.phrasebook import Phrasebook


@dataclass(frozen=True, slots=True)
class Pen:
    """One letter's facts and the language it is written in."""

    facts: LetterFacts
    book: Phrasebook

    def say(self, key: str, **values: str) -> Paragraph:
        """One paragraph: the text under that key."""
        return Paragraph(self.book.say(key, **values))

    @property
    def wish(self) -> str:
        """What the customer asked for, as a sentence of ours goes on."""
        return self.book.say(f"wishes.{self.facts.request_type}")

    @property
    def due(self) -> str:
        """The date by which they hear from us, or nothing."""
        return self.book.date(self.facts.due_on) if self.facts.due_on else ""

    @property
    def received(self) -> str:
        """The day on which their words reached us, or nothing."""
        return self.book.date(self.facts.received_on) if self.facts.received_on else ""

    @property
    def expiry(self) -> str:
        """Until when the link works, or nothing."""
        return self.book.moment(self.facts.link_expires) if self.facts.link_expires else ""
