"""Time that stands still until told, and ids that count."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
"""A Tuesday without a holiday near it."""


@dataclass
class FakeClock:
    """A Clock that only moves by `advance`."""

    moment: datetime = MORNING

    def now(self) -> datetime:
        return self.moment

    def advance(self, by: timedelta) -> None:
        self.moment += by


@dataclass
class CountingIds:
    """An IdSource: 32 hex digits, one more each time."""

    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def new_id(self) -> str:
        return f"{next(self._numbers):032x}"
