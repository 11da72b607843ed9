"""What people taught: masked messages, sealed under their message's key."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, delete, or_, select

from bot.domain.case import Case, StaffId
from bot.domain.example import ExampleId, MaskedMessage, ReviewedExample, Suggestion
from bot.domain.identity import SubjectKey
from bot.domain.message import MessageId
from bot.domain.request import RequestType
from bot.errors import KeyDestroyed
from bot.store.payload import from_bytes, from_json, to_bytes, to_json
from bot.store.tables import case_messages, examples
from bot.store.upsert import upsert
from bot.store.vault import Vault


@dataclass(frozen=True, slots=True)
class ExampleRows:
    """The `examples` table; see bot.ports.examples.Examples."""

    connection: Connection
    vault: Vault

    def keep(self, example: ReviewedExample) -> None:
        """One a message; the newest decision stands."""
        values = {
            "example_id": example.example_id,
            "subject_key": example.subject_key,
            "labels": list(example.labels),
            "suggestion": to_json(example.suggestion),
            "decided_by": example.decided_by,
            "decided_at": example.decided_at,
            "payload": self.vault.seal(self.connection, example.message_id, to_bytes(example.message)),
        }
        upsert(self.connection, examples, {"message_id": example.message_id}, values)

    def find_labels(self, message_id: MessageId) -> frozenset[RequestType] | None:
        """The last decision's."""
        labels = self.connection.execute(select(examples.c.labels).where(examples.c.message_id == message_id)).scalar()
        return None if labels is None else frozenset(map(RequestType, labels))

    def forget(self, case: Case) -> int:
        """By person, whichever of the two wrote it, and by message."""
        of_case = select(case_messages.c.message_id).where(case_messages.c.case_id == case.case_id)
        theirs = or_(
            examples.c.subject_key.in_([case.subject_key, case.requester_key]), examples.c.message_id.in_(of_case)
        )
        return self.connection.execute(delete(examples).where(theirs)).rowcount

    def iter_readable(self) -> Iterator[ReviewedExample]:
        """Oldest decision first; one whose message's key is gone is gone too."""
        rows = select(examples).order_by(examples.c.decided_at, examples.c.example_id)
        for row in self.connection.execute(rows).all():
            try:
                opened = self.vault.open(self.connection, row.message_id, row.payload)
            except KeyDestroyed:
                continue
            yield ReviewedExample(
                example_id=ExampleId(row.example_id),
                message_id=MessageId(row.message_id),
                subject_key=SubjectKey(row.subject_key),
                labels=tuple(map(RequestType, row.labels)),
                suggestion=from_json(Suggestion, row.suggestion),
                message=from_bytes(MaskedMessage, opened),
                decided_by=StaffId(row.decided_by),
                decided_at=row.decided_at,
            )
