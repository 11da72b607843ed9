"""Sign-in links and sessions of our own people; only hashes of tokens are stored."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, insert, select, update

from bot.domain.case import StaffId
from bot.store.database import Database
from bot.store.tables import sessions, sign_in_links

IDLE_FOR: Final = timedelta(minutes=30)
SIGNED_IN_FOR: Final = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class SessionStore:
    """Server-side sessions: idle 30 minutes, absolute 12 hours (OWASP session management)."""

    database: Database

    def add_link(self, token_hash: str, staff_id: StaffId, *, expires_at: datetime) -> None:
        """A sign-in link that works once."""
        with self.database.write() as connection:
            connection.execute(
                insert(sign_in_links).values(token_hash=token_hash, staff_id=staff_id, expires_at=expires_at)
            )

    def use_link(self, token_hash: str, *, at: datetime) -> StaffId | None:
        """Consume it; None when unknown, used or expired."""
        good = sign_in_links.c.used_at.is_(None) & (sign_in_links.c.expires_at > at)
        used = update(sign_in_links).where(sign_in_links.c.token_hash == token_hash, good).values(used_at=at)
        with self.database.write() as connection:
            staff_id = connection.execute(used.returning(sign_in_links.c.staff_id)).scalar()
        return StaffId(staff_id) if staff_id else None

    def open(self, token_hash: str, staff_id: StaffId, *, at: datetime) -> None:
        """A new session; what ended long ago is forgotten by the way."""
        with self.database.write() as connection:
            connection.execute(delete(sessions).where(sessions.c.signed_in_at < at - SIGNED_IN_FOR))
            connection.execute(delete(sign_in_links).where(sign_in_links.c.expires_at < at - SIGNED_IN_FOR))
            connection.execute(
                insert(sessions).values(token_hash=token_hash, staff_id=staff_id, signed_in_at=at, seen_at=at)
            )

    def find(self, token_hash: str, *, at: datetime) -> StaffId | None:
        """Whose session it is, and that it was used now; None when there is none or it has ended."""
        with self.database.read() as connection:
            row = connection.execute(select(sessions).where(sessions.c.token_hash == token_hash)).first()
        if row is None or at - row.seen_at > IDLE_FOR or at - row.signed_in_at > SIGNED_IN_FOR:
            return None
        if at - row.seen_at > timedelta(minutes=1):
            with self.database.write() as connection:
                connection.execute(update(sessions).where(sessions.c.token_hash == token_hash).values(seen_at=at))
        return StaffId(row.staff_id)

    def close(self, token_hash: str) -> None:
        """End it."""
        with self.database.write() as connection:
            connection.execute(delete(sessions).where(sessions.c.token_hash == token_hash))
