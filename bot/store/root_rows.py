"""Roots and head of the audit log."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, func, insert, select, update

from bot.domain.audit_root import AuditHead, AuditRoot, LogLeaf
from bot.store.root_tables import audit_head, audit_roots
from bot.store.tables import audit_events
from bot.store.upsert import insert_once

_HEAD: Final = select(audit_head.c.sequence, audit_head.c.hash)
_MOVE_HEAD: Final = update(audit_head)
_FIRST_HEAD: Final = insert(audit_head)


@dataclass(frozen=True, slots=True)
class RootRows:
    """The `audit_roots` table, and the log as it sees it; see bot.ports.audit_roots.AuditRoots."""

    connection: Connection

    def find_newest(self) -> AuditRoot | None:
        """The last day that was sealed."""
        row = self.connection.execute(select(audit_roots).order_by(audit_roots.c.day.desc()).limit(1)).first()
        return _root(row) if row is not None else None

    def find(self, day: date) -> AuditRoot | None:
        """The root of one day."""
        row = self.connection.execute(select(audit_roots).where(audit_roots.c.day == day)).first()
        return _root(row) if row is not None else None

    def find_covering(self, sequence: int) -> AuditRoot | None:
        """The root of the day to which an event belongs, once that day is sealed."""
        covers = audit_roots.c.first <= sequence, audit_roots.c.last >= sequence
        row = self.connection.execute(select(audit_roots).where(*covers).limit(1)).first()
        return _root(row) if row is not None else None

    def list_between(self, first: int, last: int) -> tuple[AuditRoot, ...]:
        """Those that cover any event from one number to another, oldest first."""
        touches = audit_roots.c.first <= last, audit_roots.c.last >= first
        return tuple(
            map(_root, self.connection.execute(select(audit_roots).where(*touches).order_by(audit_roots.c.day)))
        )

    def list_all(self) -> tuple[AuditRoot, ...]:
        """Oldest first."""
        return tuple(map(_root, self.connection.execute(select(audit_roots).order_by(audit_roots.c.day))))

    def add(self, root: AuditRoot) -> bool:
        """False when that day is sealed already."""
        return insert_once(self.connection, audit_roots, asdict(root))

    def find_unsealed(self) -> tuple[int, datetime] | None:
        """The first event that no root covers: its number and when it happened."""
        newest = self.find_newest()
        after = newest.last if newest else 0
        unsealed = select(audit_events.c.sequence, audit_events.c.at).where(audit_events.c.sequence > after)
        row = self.connection.execute(unsealed.order_by(audit_events.c.sequence).limit(1)).first()
        return (row.sequence, row.at) if row is not None else None

    def list_leaves(self, first: int, *, before: datetime) -> tuple[LogLeaf, ...]:
        """The events from that number to the last one that happened before that moment."""
        last = select(func.max(audit_events.c.sequence)).where(audit_events.c.at < before).scalar_subquery()
        return self._leaves(first, last)

    def list_covered(self, root: AuditRoot) -> tuple[LogLeaf, ...]:
        """The events of a sealed day."""
        return self._leaves(root.first, root.last)

    def _leaves(self, first: int, last: Any) -> tuple[LogLeaf, ...]:
        wanted = select(audit_events.c.sequence, audit_events.c.hash).where(
            audit_events.c.sequence >= first, audit_events.c.sequence <= last
        )
        rows = self.connection.execute(wanted.order_by(audit_events.c.sequence))
        return tuple(LogLeaf(sequence=row.sequence, hash=row.hash) for row in rows)


def find_head(connection: Connection) -> AuditHead | None:
    """The newest event as it was noted when it was written."""
    row = connection.execute(_HEAD).first()
    return AuditHead(sequence=row.sequence, hash=row.hash) if row is not None else None


def move_head(connection: Connection, head: AuditHead) -> None:
    """Note the newest event; the caller holds the lock of the log."""
    values = asdict(head)
    if not connection.execute(_MOVE_HEAD, values).rowcount:
        connection.execute(_FIRST_HEAD, {"head_id": 1, **values})


def _root(row: Row[Any]) -> AuditRoot:
    return AuditRoot(day=row.day, first=row.first, last=row.last, root=row.root, last_hash=row.last_hash)
