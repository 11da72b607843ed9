"""How what the desk keeps about people ends: keys first, then records, then only counts are left."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, delete, exists, or_, select, update

from bot.domain.action import Action
from bot.domain.case import Case, CaseId, CasePayload, CaseState
from bot.domain.identity import DataSubject
from bot.domain.message import MessageId, MessageOutcome
from bot.domain.request_tally import RequestTally, is_partial
from bot.store.action_rows import ActionRows
from bot.store.hold_tables import holds
from bot.store.payload import to_bytes
from bot.store.request_tally_tables import request_tallies
from bot.store.tables import (
    actions,
    cards,
    case_messages,
    cases,
    data_keys,
    examples,
    jobs,
    messages,
    metadata,
    outbox,
    reviews,
)
from bot.store.upsert import add_up
from bot.store.vault import Vault

_CLOSED: Final = (CaseState.FULFILLED, CaseState.DENIED, CaseState.WITHDRAWN)
_DEALT_WITH: Final = (MessageOutcome.LEFT_ALONE, MessageOutcome.AUTOMATIC)
_OUTLIVE_A_CASE: Final = frozenset({"cases", "audit_events", "suppressions", "holds"})
"""They name a case by its id alone, for a purpose of their own; `cases` itself goes last."""


@dataclass(frozen=True, slots=True)
class OwnDataRows:
    """See bot.ports.own_data.OwnDataStore."""

    connection: Connection
    vault: Vault

    def list_to_empty(self, *, closed_before: datetime, limit: int) -> tuple[CaseId, ...]:
        """Oldest first."""
        return self._case_ids(closed_before, limit, cases.c.contents_erased_at.is_(None))

    def empty(self, case: Case, *, kept: Sequence[Action], at: datetime) -> None:
        """Keys go, and so does what they sealed: a copy of the file holds noise, and the file holds nothing."""
        case_id, payload = case.case_id, b""
        was_partial = is_partial(ActionRows(self.connection, self.vault).list_of(case_id))
        self.connection.execute(update(actions).where(actions.c.case_id == case_id).values(outcome=None))
        self.connection.execute(update(outbox).where(outbox.c.case_id == case_id).values(payload=b""))
        if kept:
            self.vault.renew(self.connection, case_id)
            payload = self.vault.seal(self.connection, case_id, to_bytes(_minimum(case)))
            for action in kept:
                ActionRows(self.connection, self.vault).save(action)
        else:
            self.vault.destroy(self.connection, case_id, at)
        emptied = update(cases).where(cases.c.case_id == case_id)
        facts = {"payload": payload, "person": "", "contents_erased_at": at, "is_partial": was_partial}
        self.connection.execute(emptied.values(**facts))
        for row in self.connection.execute(_messages_of_no_other(case_id)).all():
            self.empty_message(MessageId(row.message_id), at=at)

    def list_without_timers(self, *, limit: int) -> tuple[CaseId, ...]:
        """A dead job counts as a timer: a person has to look at it first."""
        timed = exists().where(actions.c.case_id == cases.c.case_id, jobs.c.argument == actions.c.action_id)
        waiting = exists().where(
            outbox.c.case_id == cases.c.case_id, outbox.c.sent_at.is_(None), outbox.c.payload != b""
        )
        wanted = select(cases.c.case_id).where(
            cases.c.contents_erased_at.is_not(None), _has_key(cases.c.case_id), ~timed, ~waiting, ~_IS_HELD
        )
        return tuple(map(CaseId, self.connection.execute(wanted.order_by(cases.c.case_id).limit(limit)).scalars()))

    def destroy_minimum(self, case_id: CaseId, *, at: datetime) -> None:
        """The address goes too."""
        self.connection.execute(update(actions).where(actions.c.case_id == case_id).values(outcome=None))
        self.connection.execute(update(outbox).where(outbox.c.case_id == case_id).values(payload=b""))
        self.connection.execute(update(cases).where(cases.c.case_id == case_id).values(payload=b""))
        self.vault.destroy(self.connection, case_id, at)

    def list_messages_to_empty(self, *, stored_before: datetime, limit: int) -> tuple[MessageId, ...]:
        """Oldest first; a message that waits for a person's reading, or could not be read, waits on."""
        belongs = exists().where(case_messages.c.message_id == messages.c.message_id)
        wanted = select(messages.c.message_id).where(
            messages.c.outcome.in_(_DEALT_WITH), messages.c.stored_at <= stored_before, messages.c.raw.is_not(None)
        )
        oldest_first = wanted.where(~belongs).order_by(messages.c.stored_at).limit(limit)
        return tuple(map(MessageId, self.connection.execute(oldest_first).scalars()))

    def empty_message(self, message_id: MessageId, *, at: datetime) -> None:
        """What was read of it in labels and figures stays; the digest too, so that it never comes in twice."""
        self.vault.destroy(self.connection, message_id, at)
        self.connection.execute(update(messages).where(messages.c.message_id == message_id).values(raw=None))
        self.connection.execute(update(reviews).where(reviews.c.message_id == message_id).values(payload=b""))
        self.connection.execute(delete(examples).where(examples.c.message_id == message_id))

    def list_records_to_end(self, *, closed_before: datetime, limit: int) -> tuple[CaseId, ...]:
        """Oldest first."""
        is_empty = cases.c.contents_erased_at.is_not(None) & ~_has_key(cases.c.case_id)
        return self._case_ids(closed_before, limit, is_empty)

    def end_record(self, case_id: CaseId, tally: RequestTally) -> None:
        """Whatever table names the case, one made later too."""
        add_up(self.connection, request_tallies, asdict(tally))
        ended = {"reading": None, "rfc_message_id": None}
        own = _messages_of_no_other(case_id)
        self.connection.execute(update(messages).where(messages.c.message_id.in_(own)).values(**ended))
        for table in metadata.sorted_tables:
            if "case_id" in table.c and table.name not in _OUTLIVE_A_CASE:
                self.connection.execute(delete(table).where(table.c.case_id == case_id))
        self.connection.execute(delete(cards).where(cards.c.subject_id == case_id))
        self.connection.execute(delete(cases).where(cases.c.case_id == case_id))
        self.connection.execute(delete(data_keys).where(data_keys.c.owner == case_id))

    def _case_ids(self, closed_before: datetime, limit: int, *conditions: ColumnElement[bool]) -> tuple[CaseId, ...]:
        is_over = cases.c.state.in_(_CLOSED) & (cases.c.closed_at <= closed_before)
        wanted = select(cases.c.case_id).where(is_over, ~_IS_HELD, *conditions)
        oldest_first = wanted.order_by(cases.c.closed_at, cases.c.case_id).limit(limit)
        return tuple(map(CaseId, self.connection.execute(oldest_first).scalars()))


_IS_HELD: Final = exists().where(
    or_(holds.c.subject_key == cases.c.subject_key, holds.c.subject_key == cases.c.requester_key),
    holds.c.lifted_at.is_(None),
)


def _has_key(owner: ColumnElement[Any]) -> ColumnElement[bool]:
    return exists().where(data_keys.c.owner == owner, data_keys.c.wrapped.is_not(None))


def _messages_of_no_other(case_id: CaseId) -> Select[Any]:
    """The case's messages, without those that another case's contents still rest on."""
    mine, others = case_messages.alias(), case_messages.alias()
    is_needed = exists().where(
        others.c.message_id == mine.c.message_id,
        others.c.case_id != case_id,
        cases.c.case_id == others.c.case_id,
        cases.c.contents_erased_at.is_(None),
    )
    return select(mine.c.message_id).where(mine.c.case_id == case_id, ~is_needed)


def _minimum(case: Case) -> CasePayload:
    """Whom a timer has to find in a system, and write to at the end; nothing of what was said."""
    address = case.payload.subject.address
    return CasePayload(requester=address, subject=DataSubject(address=address))
