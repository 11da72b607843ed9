"""The hash-chained log: events of a unit are chained when it commits."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select

from bot.domain.audit import GENESIS, AuditEvent, NewEvent, chained
from bot.domain.audit_root import AuditHead
from bot.store.database import Database
from bot.store.root_rows import find_head, move_head
from bot.store.tables import audit_events

_PAGE: Final = 1000
_NEW: Final = insert(audit_events)
_NEWEST: Final = select(audit_events.c.sequence, audit_events.c.hash).order_by(audit_events.c.sequence.desc()).limit(1)


@dataclass(frozen=True, slots=True)
class AuditRows:
    """The `audit_events` table; see bot.ports.storage.AuditLog."""

    connection: Connection
    database: Database
    _waiting: list[NewEvent] = field(default_factory=list)

    def append(self, event: NewEvent) -> None:
        """Remember it until the commit."""
        self._waiting.append(event)

    def flush(self) -> None:
        """Chain and write what waits: last in the transaction, so that the chain is locked as briefly as can be."""
        if not self._waiting:
            return
        self.database.lock_log(self.connection)
        sequence, previous_hash = self._last()
        rows: list[dict[str, Any]] = []
        for event in self._waiting:
            sequence += 1
            link = chained(event, sequence, previous_hash)
            previous_hash = link.hash
            rows.append(_values(link))
        self.connection.execute(_NEW, rows)
        move_head(self.connection, AuditHead(sequence=sequence, hash=previous_hash))
        self._waiting.clear()

    def _last(self) -> tuple[int, str]:
        """By the head, not by the rows: where somebody cut the end off, a gap must stay."""
        head = find_head(self.connection)
        if head is not None:
            return head.sequence, head.hash
        row = self.connection.execute(_NEWEST).first()
        return (row.sequence, row.hash) if row is not None else (0, GENESIS)


def iter_events(connection: Connection) -> Iterator[AuditEvent]:
    """The whole log from the beginning, a page at a time; a row that cannot be read comes as an event without words."""
    after = 0
    while (
        numbers := connection.execute(
            select(audit_events.c.sequence)
            .where(audit_events.c.sequence > after)
            .order_by(audit_events.c.sequence)
            .limit(_PAGE)
        )
        .scalars()
        .all()
    ):
        yield from _read_page(connection, numbers[0], numbers[-1])
        after = numbers[-1]


def _read_page(connection: Connection, first: int, last: int) -> list[AuditEvent]:
    wanted = select(audit_events).where(audit_events.c.sequence.between(first, last)).order_by(audit_events.c.sequence)
    try:
        return [read_event(row) for row in connection.execute(wanted)]
    except (ValueError, TypeError):
        # Somebody wrote there what this program never would; which row it was, is to be told.
        if first == last:
            return [_unreadable(first)]
        middle = (first + last) // 2
        return [*_read_page(connection, first, middle), *_read_page(connection, middle + 1, last)]


def _unreadable(sequence: int) -> AuditEvent:
    never = datetime.min.replace(tzinfo=UTC)
    return AuditEvent(
        sequence=sequence, at=never, actor="", action="", case_id=None, details={}, previous_hash="", hash=""
    )


def read_event(row: Row[Any]) -> AuditEvent:
    """A row as an event."""
    return AuditEvent(
        sequence=row.sequence,
        at=row.at,
        actor=row.actor,
        action=row.action,
        case_id=row.case_id,
        details=dict(row.details),
        previous_hash=row.previous_hash,
        hash=row.hash,
    )


def _values(event: AuditEvent) -> dict[str, Any]:
    return {
        "sequence": event.sequence,
        "at": event.at,
        "actor": event.actor,
        "action": event.action,
        "case_id": event.case_id,
        "details": dict(event.details),
        "previous_hash": event.previous_hash,
        "hash": event.hash,
    }
