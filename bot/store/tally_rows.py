"""Daily counts; see bot.ports.tallies. They hold nobody's data and stay when messages go."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, Table, func, select

from bot.domain.classification import Decision
from bot.domain.tally import Agreement, DecidedOn, DecisionTally, ReadingTally, Tallies
from bot.store.database import Database
from bot.store.tally_tables import decision_tallies, reading_tallies
from bot.store.upsert import add_up

_UNMEASURED: Final = -1


@dataclass(frozen=True, slots=True)
class TallyRows:
    """Both tables, inside a unit of work."""

    connection: Connection

    def count_reading(self, tally: ReadingTally) -> None:
        """One row an equal key."""
        values = asdict(tally)
        if tally.unknown_up_to is None:
            values["unknown_up_to"] = _UNMEASURED
        add_up(self.connection, reading_tallies, values)

    def count_decision(self, tally: DecisionTally) -> None:
        """One row an equal key."""
        add_up(self.connection, decision_tallies, asdict(tally))


@dataclass(frozen=True, slots=True)
class TallySums:
    """Both tables, read in one snapshot."""

    database: Database

    def list_tallies(self, *, since: date = date.min) -> Tallies:
        """Oldest first."""
        with self.database.read() as connection:
            return _tallies(connection, *(_daily(table, since) for table in (reading_tallies, decision_tallies)))

    def total(self) -> Tallies:
        """Added up over all days."""
        with self.database.read() as connection:
            return _tallies(connection, _overall(reading_tallies), _overall(decision_tallies))


def _daily(table: Table, since: date) -> Select[Any]:
    return select(table).where(table.c.on >= since).order_by(*table.primary_key.columns)


def _overall(table: Table) -> Select[Any]:
    alike = [column for column in table.primary_key.columns if column.name != "on"]
    counts = [column for column in table.columns if not column.primary_key]
    sums = [func.sum(column).label(column.name) for column in counts]
    return select(func.max(table.c.on).label("on"), *alike, *sums).group_by(*alike).order_by(*alike)


def _tallies(connection: Connection, readings: Select[Any], decisions: Select[Any]) -> Tallies:
    return Tallies(
        readings=tuple(_reading(row) for row in connection.execute(readings)),
        decisions=tuple(_decision(row) for row in connection.execute(decisions)),
    )


def _reading(row: Row[Any]) -> ReadingTally:
    return ReadingTally(
        on=row.on,
        language=row.language,
        decision=Decision(row.decision),
        unknown_up_to=None if row.unknown_up_to == _UNMEASURED else row.unknown_up_to,
        model_version=row.model_version,
        messages=int(row.messages),
        unknown_permille=int(row.unknown_permille),
    )


def _decision(row: Row[Any]) -> DecisionTally:
    return DecisionTally(
        on=row.on,
        language=row.language,
        decided_on=DecidedOn(row.decided_on),
        agreement=Agreement(row.agreement),
        model_version=row.model_version,
        decisions=int(row.decisions),
    )
