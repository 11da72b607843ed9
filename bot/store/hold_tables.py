"""The table of holds; private to the store."""

from sqlalchemy import Column, Index, String, Table

from bot.store.columns import ID, UtcDateTime
from bot.store.tables import metadata

holds = Table(
    "holds",
    metadata,
    Column("hold_id", ID, primary_key=True),
    Column("subject_key", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("reason", String(32), nullable=False),
    Column("set_by", String(64), nullable=False),
    Column("set_at", UtcDateTime, nullable=False),
    Column("case_id", ID),
    Column("lifted_by", String(64)),
    Column("lifted_at", UtcDateTime),
    Index("ix_holds_subject_key", "subject_key"),
)
