"""Daily counts of readings and of people's decisions about them."""

from datetime import date
from typing import Protocol

from bot.domain.tally import DecisionTally, ReadingTally, Tallies


class TallySheet(Protocol):
    """Where a step counts, in the transaction of what it counts."""

    def count_reading(self, tally: ReadingTally) -> None:
        """Add its messages to those of the same day, language, decision, wording and model."""
        ...

    def count_decision(self, tally: DecisionTally) -> None:
        """Add its decisions to those of the same day, language, place, agreement and model."""
        ...


class TallyView(Protocol):
    """What the pages, the command and the metrics read."""

    def list_tallies(self, *, since: date = date.min) -> Tallies:
        """Every day's, oldest first."""
        ...

    def total(self) -> Tallies:
        """All days together, added up by the database; `on` is then the last of them."""
        ...
