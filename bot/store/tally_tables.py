"""The tables of daily counts; private to the store."""

from sqlalchemy import BigInteger, Column, Date, Integer, String, Table

from bot.store.columns import Identifier
from bot.store.tables import metadata

reading_tallies = Table(
    "reading_tallies",
    metadata,
    Column("on", Date, primary_key=True),
    Column("language", String(8), primary_key=True),
    Column("decision", String(16), primary_key=True),
    # -1: the model could not tell; a key has no room for nothing.
    Column("unknown_up_to", Integer, primary_key=True, autoincrement=False),
    Column("model_version", Identifier(200), primary_key=True),
    Column("messages", BigInteger, nullable=False),
    Column("unknown_permille", BigInteger, nullable=False),
)

decision_tallies = Table(
    "decision_tallies",
    metadata,
    Column("on", Date, primary_key=True),
    Column("language", String(8), primary_key=True),
    Column("decided_on", String(16), primary_key=True),
    Column("agreement", String(16), primary_key=True),
    Column("model_version", Identifier(200), primary_key=True),
    Column("decisions", BigInteger, nullable=False),
)
