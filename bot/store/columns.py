"""Columns' types, the same on both databases; private to the store."""

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import BigInteger, DateTime, Integer, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime; SQLite forgets the zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (SQLAlchemy's signature)
        """To UTC."""
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """From UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Identifier(TypeDecorator[str]):
    """An id; one that no database can hold (an address typed by somebody who tries things) is just not found."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Without the signs that make drivers stumble."""
        return value.encode(errors="replace").decode().replace("\x00", "?") if value is not None else None


# SQLite numbers rows by itself only for INTEGER keys.
SERIAL: Final = BigInteger().with_variant(Integer, "sqlite")
ID: Final = Identifier(64)
