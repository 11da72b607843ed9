"""The daily roots of the audit log, inside a unit of work."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from bot.domain.audit_root import AuditRoot, LogLeaf


class AuditRoots(Protocol):
    """One root a day that had events; never changed."""

    def find(self, day: date) -> AuditRoot | None:
        """The root of one day."""
        ...

    def find_newest(self) -> AuditRoot | None:
        """The last day that was sealed."""
        ...

    def find_covering(self, sequence: int) -> AuditRoot | None:
        """The root of the day to which an event belongs, once that day is sealed."""
        ...

    def find_unsealed(self) -> tuple[int, datetime] | None:
        """The first event that no root covers: its number and when it happened."""
        ...

    def list_leaves(self, first: int, *, before: datetime) -> Sequence[LogLeaf]:
        """The events from that number to the last one that happened before that moment."""
        ...

    def list_covered(self, root: AuditRoot) -> Sequence[LogLeaf]:
        """The events of a sealed day."""
        ...

    def add(self, root: AuditRoot) -> bool:
        """False when that day is sealed already."""
        ...
