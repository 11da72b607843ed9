"""The tables of proof: what keeps the audit log honest, and receipts; private to the store."""

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Integer, String, Table, Text

from bot.store.columns import ID
from bot.store.tables import metadata

audit_roots = Table(
    "audit_roots",
    metadata,
    Column("day", Date, primary_key=True),
    Column("first", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False),
    Column("root", String(64), nullable=False),
    Column("last_hash", String(64), nullable=False),
)

audit_head = Table(
    "audit_head",
    metadata,
    # One row, and its number is 1.
    Column("head_id", Integer, primary_key=True, autoincrement=False),
    Column("sequence", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
)

receipts = Table(
    "receipts",
    metadata,
    Column("case_id", ID, ForeignKey("cases.case_id"), primary_key=True),
    Column("number", String(16), nullable=False),
    Column("content", Text, nullable=False),
    Column("signature", String(128), nullable=False),
)
