"""Cases: the guarded change of state stands here and nowhere else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, func, insert, select, update

from bot.domain.case import ERASED_PAYLOAD, Case, CaseId, CaseNumber, CasePayload, TicketId, WaitsFor
from bot.domain.identity import SubjectKey
from bot.domain.message import MessageId
from bot.domain.request import RequestType, Scope
from bot.errors import NotFound, StaleVersion
from bot.store.payload import from_bytes, from_json, to_bytes, to_json
from bot.store.tables import case_history, case_messages, case_numbers, cases
from bot.store.upsert import insert_once
from bot.store.vault import Vault

_PLAIN: Final = (
    "case_id",
    "number",
    "request_type",
    "state",
    "version",
    "waits_for",
    "regime",
    "country",
    "language",
    "channel",
    "received_at",
    "ack_due_on",
    "due_on",
    "extended_until",
    "not_before",
    "place",
    "opened_from",
    "subject_key",
    "requester_key",
    "proof",
    "proved_at",
    "plan_hash",
    "owner",
    "ticket_id",
    "denial_reason",
    "closed_at",
    "contents_erased_at",
    "is_partial",
    "identity_asked_at",
    "extended_at",
    "extension_reason",
    "waiting_since",
)
_OPEN_STATES: Final = ("received", "awaiting_verification", "awaiting_approval", "in_fulfilment")


@dataclass(frozen=True, slots=True)
class CaseRows:
    """The `cases` table and its history; see bot.ports.storage.Cases."""

    connection: Connection
    vault: Vault

    def next_number(self, year: int) -> CaseNumber:
        """`26-0142`; counts on past 9999."""
        insert_once(self.connection, case_numbers, {"year": year, "last": 0})
        counted = update(case_numbers).where(case_numbers.c.year == year).values(last=case_numbers.c.last + 1)
        last = self.connection.execute(counted.returning(case_numbers.c.last)).scalar_one()
        return CaseNumber(f"{year % 100:02d}-{last:04d}")

    def add(self, case: Case) -> None:
        """A new case in its first state."""
        self.connection.execute(insert(cases).values(self._values(case)))
        self._add_history(case, None, at=case.received_at, by="system")
        self.add_message(case.case_id, case.opened_from)

    def get(self, case_id: CaseId) -> Case:
        """Raises NotFound."""
        case = self.find(case_id)
        if case is None:
            raise NotFound(f"There is no case {case_id[:40]}.")
        return case

    def find(self, case_id: CaseId) -> Case | None:
        """By id."""
        return self._find(cases.c.case_id == case_id)

    def find_opened_from(self, message_id: MessageId, request_type: RequestType, place: int = 0) -> Case | None:
        """The case a message already opened for a request, about the person in that place."""
        return self._find(
            cases.c.opened_from == message_id, cases.c.request_type == request_type, cases.c.place == place
        )

    def list_open_requests(
        self, requester_key: SubjectKey, request_type: RequestType | None = None
    ) -> tuple[Case, ...]:
        """The open cases (of that kind) which the same address asked for before, oldest first."""
        wanted = select(cases).where(cases.c.requester_key == requester_key, cases.c.state.in_(_OPEN_STATES))
        if request_type is not None:
            wanted = wanted.where(cases.c.request_type == request_type)
        oldest_first = wanted.order_by(cases.c.received_at, cases.c.number)
        return tuple(self.read(row) for row in self.connection.execute(oldest_first))

    def count_requested(self, requester_key: SubjectKey, *, since: datetime) -> int:
        """How many cases an address opened since then."""
        recent = select(func.count()).where(cases.c.requester_key == requester_key, cases.c.received_at >= since)
        return self.connection.execute(recent).scalar_one()

    def list_by_ticket(self, ticket_id: TicketId) -> Sequence[Case]:
        """The cases of a portal ticket: the one that waits for the customer first, then open ones, then the rest."""
        wanted = select(cases).where(cases.c.ticket_id == ticket_id)
        return sorted((self.read(row) for row in self.connection.execute(wanted)), key=_urgency)

    def find_by_number(self, number: CaseNumber) -> Case | None:
        """By what people say."""
        return self._find(cases.c.number == number)

    def list_about(self, subject_key: SubjectKey) -> tuple[Case, ...]:
        """Oldest first."""
        wanted = select(cases).where(cases.c.subject_key == subject_key)
        oldest_first = wanted.order_by(cases.c.received_at, cases.c.number)
        return tuple(self.read(row) for row in self.connection.execute(oldest_first).all())

    def save(self, before: Case, after: Case, *, at: datetime, by: str) -> Case:
        """The one guarded write: state and version must still be those of `before`."""
        saved = replace(after, version=before.version + 1)
        written = self.connection.execute(
            update(cases)
            .where(
                cases.c.case_id == before.case_id,
                cases.c.state == before.state,
                cases.c.version == before.version,
            )
            .values(self._values(saved))
        )
        if not written.rowcount:
            raise StaleVersion(f"case {before.number} was changed meanwhile")
        if after.state != before.state:
            self._add_history(saved, before, at=at, by=by)
        return saved

    def add_message(self, case_id: CaseId, message_id: MessageId) -> bool:
        """False when it belonged to it already."""
        return insert_once(self.connection, case_messages, {"case_id": case_id, "message_id": message_id})

    def read(self, row: Row[Any]) -> Case:
        """A row as a case, its payload decrypted."""
        payload = self._payload(row)
        plain = {name: getattr(row, name) for name in _PLAIN}
        case = from_json(Case, {**plain, "questions": row.questions, "payload": payload})
        return replace(case, scope=Scope(service_messages=row.service_messages))

    def _payload(self, row: Row[Any]) -> CasePayload:
        """A case whose contents were erased can still be looked at; it names nobody."""
        if not row.payload and row.contents_erased_at is not None:
            return ERASED_PAYLOAD
        return from_bytes(CasePayload, self.vault.open(self.connection, row.case_id, row.payload))

    def _find(self, *conditions: Any) -> Case | None:
        row = self.connection.execute(select(cases).where(*conditions).limit(1)).first()
        return self.read(row) if row is not None else None

    def _values(self, case: Case) -> dict[str, Any]:
        return {name: getattr(case, name) for name in _PLAIN} | {
            "service_messages": case.scope.service_messages,
            "questions": [to_json(question) for question in case.questions],
            "person": case.payload.subject.address.masked,
            "payload": self.vault.seal(self.connection, case.case_id, to_bytes(case.payload)),
        }

    def _add_history(self, case: Case, before: Case | None, *, at: datetime, by: str) -> None:
        self.connection.execute(
            insert(case_history).values(
                case_id=case.case_id,
                version=case.version,
                from_state=before.state if before else None,
                to_state=case.state,
                at=at,
                by=by,
            )
        )


def _urgency(case: Case) -> tuple[bool, bool, CaseNumber]:
    return case.waits_for is not WaitsFor.INFORMATION, not case.is_open, case.number
