"""The table of ended requests; private to the store."""

from sqlalchemy import BigInteger, Column, Integer, String, Table

from bot.store.tables import metadata

request_tallies = Table(
    "request_tallies",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("request_type", String(32), primary_key=True),
    Column("regime", String(16), primary_key=True),
    Column("ending", String(16), primary_key=True),
    Column("days", Integer, primary_key=True, autoincrement=False),
    Column("requests", BigInteger, nullable=False),
)
