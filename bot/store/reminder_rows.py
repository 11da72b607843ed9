"""Which reminders were given: the table and its rows, private to the store."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, Table

from bot.store.columns import ID, Identifier, UtcDateTime
from bot.store.tables import metadata
from bot.store.upsert import insert_once

reminders = Table(
    "reminders",
    metadata,
    Column("subject_id", ID, primary_key=True),
    Column("key", Identifier(80), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)


@dataclass(frozen=True, slots=True)
class ReminderRows:
    """The `reminders` table; see bot.ports.reminders."""

    connection: Connection

    def add(self, subject_id: str, key: str, at: datetime) -> bool:
        """Note it; False when it was noted before."""
        return insert_once(self.connection, reminders, {"subject_id": subject_id, "key": key, "at": at})
