"""Who must not be erased for now."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot.domain.case import StaffId
from bot.domain.hold import Hold, HoldId
from bot.domain.identity import SubjectKey
from bot.errors import NotFound
from bot.store.hold_tables import holds
from bot.store.payload import from_json


@dataclass(frozen=True, slots=True)
class HoldRows:
    """The `holds` table; see bot.ports.holds.HoldBook."""

    connection: Connection

    def add(self, hold: Hold) -> None:
        """A new one."""
        self.connection.execute(insert(holds).values(**asdict(hold)))

    def get(self, hold_id: HoldId) -> Hold:
        """Raises NotFound."""
        found = self._list(holds.c.hold_id == hold_id)
        if not found:
            raise NotFound(f"There is no hold {hold_id[:40]}.")
        return found[0]

    def lift(self, hold_id: HoldId, *, by: StaffId, at: datetime) -> bool:
        """False when it was lifted before."""
        standing = update(holds).where(holds.c.hold_id == hold_id, holds.c.lifted_at.is_(None))
        return bool(self.connection.execute(standing.values(lifted_by=by, lifted_at=at)).rowcount)

    def list_on(self, subject_key: SubjectKey) -> tuple[Hold, ...]:
        """Oldest first."""
        return self._list(holds.c.subject_key == subject_key, holds.c.lifted_at.is_(None))

    def list_standing(self) -> tuple[Hold, ...]:
        """Oldest first."""
        return self._list(holds.c.lifted_at.is_(None))

    def _list(self, *conditions: Any) -> tuple[Hold, ...]:
        wanted = select(holds).where(*conditions).order_by(holds.c.set_at, holds.c.hold_id)
        return tuple(from_json(Hold, dict(row._mapping)) for row in self.connection.execute(wanted))  # noqa: SLF001
