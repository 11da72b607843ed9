"""The hash-chained log: events of a unit are chained when it commits."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select

from bot.domain.audit import GENESIS, AuditEvent, NewEvent, chained
from bot.store.database import Database
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
        self._waiting.clear()

    def _last(self) -> tuple[int, str]:
        row = self.connection.execute(_NEWEST).first()
        return (row.sequence, row.hash) if row is not None else (0, GENESIS)


def iter_events(connection: Connection) -> Iterator[AuditEvent]:
    """The whole log from the beginning, a page at a time."""
    after = 0
    while rows := connection.execute(
        select(audit_events).where(audit_events.c.sequence > after).order_by(audit_events.c.sequence).limit(_PAGE)
    ).all():
        yield from map(read_event, rows)
        after = rows[-1].sequence


def read_event(row: Row[Any]) -> AuditEvent:
    """A row as an event."""
    return AuditEvent(
        sequence=row.sequence,
        at=row.at,
        actor=row.actor,
        action=row.action,
        case_id=row.case_id,
        details=row.details,
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
