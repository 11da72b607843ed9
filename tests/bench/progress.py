"""How far the desk has come, read from its database by somebody who cannot write there."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_PAUSE: Final = 0.05
_PATIENCE: Final = 900.0
_TIMERS: Final = ("expire_link", "remind_proof", "start", "erase_kept", "end_own_data")
"""Jobs of these names may lie in the future for good reason; any other is work not done yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A moment's figures."""

    stored: int = 0
    triaged: int = 0
    letters: int = 0
    sent: int = 0
    cards: int = 0
    reviews: int = 0
    work: int = 0

    def is_triaged(self, expected: int) -> bool:
        """Every mail is a message, and every message has its outcome."""
        return self.triaged >= expected

    def is_settled(self, expected: int) -> bool:
        """Nothing is left to do but what waits for a person or a date."""
        return self.is_triaged(expected) and self.work == 0


@dataclass(frozen=True, slots=True)
class DeskFile:
    """The SQLite file of a desk."""

    path: Path
    _none: Progress = field(default_factory=Progress)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that cannot write."""
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=10)) as connection:
            yield connection

    def look(self) -> Progress:
        """How far it is now; nothing yet while there is no schema."""
        try:
            with self.reading() as connection:
                return _look(connection)
        except sqlite3.OperationalError:
            return self._none

    def wait_until(self, is_reached: Callable[[Progress], bool], *, is_alive: Callable[[], bool]) -> Progress:
        """Look again and again; raises TimeoutError after 15 minutes, RuntimeError when the desk died."""
        deadline = time.monotonic() + _PATIENCE
        while not is_reached(progress := self.look()):
            if not is_alive():
                raise RuntimeError(f"the desk ended by itself at {progress}")
            if time.monotonic() > deadline:
                raise TimeoutError(f"the desk stands at {progress}")
            time.sleep(_PAUSE)
        return progress


def _look(connection: sqlite3.Connection) -> Progress:
    def count(question: str, *values: str) -> int:
        return int(connection.execute(f"SELECT count(*) FROM {question}", values).fetchone()[0])  # noqa: S608

    marks = ", ".join("?" for _ in _TIMERS)
    return Progress(
        stored=count("messages"),
        triaged=count("messages WHERE outcome <> 'received'"),
        letters=count("outbox"),
        sent=count("outbox WHERE sent_at IS NOT NULL"),
        cards=count("cards"),
        reviews=count("reviews"),
        work=count(f"jobs WHERE NOT is_dead AND NOT (name IN ({marks}) AND run_at > datetime('now'))", *_TIMERS),
    )
