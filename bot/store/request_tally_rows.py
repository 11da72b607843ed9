"""What is left of requests whose record has ended: counts, for the yearly report."""

from dataclasses import dataclass

from sqlalchemy import select

from bot.domain.request_tally import RequestTally
from bot.store.database import Database
from bot.store.payload import from_json
from bot.store.request_tally_tables import request_tallies


@dataclass(frozen=True, slots=True)
class RequestTallies:
    """Requests counted by year of receipt."""

    database: Database

    def list_of(self, year: int) -> tuple[RequestTally, ...]:
        """Those received in a year whose record is gone; cases that still have one are not among them."""
        wanted = select(request_tallies).where(request_tallies.c.year == year)
        with self.database.read() as connection:
            rows = connection.execute(wanted.order_by(*request_tallies.primary_key.columns)).mappings().all()
        return tuple(from_json(RequestTally, dict(row)) for row in rows)
