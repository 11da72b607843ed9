"""A day's root: one hash that fixes every event up to the end of that day."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRoot:
    """The events `first` to `last` belong to `day`: those that stood in the log when it was over, and were in no root
    before. An event that was under way at midnight belongs to the next day. `last_hash` is the hash of event `last`.
    """

    day: date
    first: int
    last: int
    root: str
    last_hash: str

    @property
    def events(self) -> int:
        """How many there are."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditHead:
    """The newest event, noted beside the log whenever one is written: a cut end shows before the day is over."""

    sequence: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLeaf:
    """One event, as the roots see it."""

    sequence: int
    hash: str
