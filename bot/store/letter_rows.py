"""Letters on their way, and the list of people who must stay out."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from bot.domain.case import CaseId
from bot.domain.identity import SubjectKey
from bot.domain.letter_facts import LetterKind
from bot.domain.outbox import OutboxId, OutboxLetter
from bot.domain.suppression import Suppression, SuppressionKind
from bot.errors import KeyDestroyed, NotFound
from bot.store.payload import from_bytes, to_bytes
from bot.store.tables import cases, outbox, suppressions
from bot.store.upsert import insert_once
from bot.store.vault import Vault


@dataclass(frozen=True, slots=True)
class OutboxRows:
    """The `outbox` table; see bot.ports.storage.Outbox."""

    connection: Connection
    vault: Vault

    def add(self, letter: OutboxLetter) -> None:
        """A new one."""
        self.connection.execute(
            insert(outbox).values(
                outbox_id=letter.outbox_id,
                case_id=letter.case_id,
                kind=letter.kind,
                route=letter.route,
                payload=self.vault.seal(self.connection, letter.case_id, to_bytes(letter)),
                created_at=letter.created_at,
                closes_case=letter.closes_case,
            )
        )

    def get(self, outbox_id: OutboxId) -> OutboxLetter:
        """Raises NotFound or KeyDestroyed."""
        row = self.connection.execute(select(outbox).where(outbox.c.outbox_id == outbox_id)).first()
        if row is None:
            raise NotFound(f"there is no letter {outbox_id[:40]}")
        return self._read(row)

    def list_of(self, case_id: CaseId) -> tuple[OutboxLetter, ...]:
        """Oldest first; without those whose words are gone."""
        mine = select(outbox).where(outbox.c.case_id == case_id, outbox.c.payload != b"")
        wanted = mine.order_by(outbox.c.created_at)
        return tuple(self._read(row) for row in self.connection.execute(wanted))

    def count_sent(self, requester_key: SubjectKey, *, since: datetime) -> int:
        """Over all cases of the one who wrote."""
        of_theirs = select(cases.c.case_id).where(cases.c.requester_key == requester_key)
        sent = select(func.count()).where(outbox.c.sent_at >= since, outbox.c.case_id.in_(of_theirs))
        return self.connection.execute(sent).scalar_one()

    def list_erased(self, case_id: CaseId) -> tuple[tuple[LetterKind, datetime | None], ...]:
        """Of letters whose words are gone: which they were, and when they left."""
        gone = select(outbox.c.kind, outbox.c.sent_at).where(outbox.c.case_id == case_id, outbox.c.payload == b"")
        rows = self.connection.execute(gone.order_by(outbox.c.created_at))
        return tuple((LetterKind(row.kind), row.sent_at) for row in rows)

    def mark_sent(self, outbox_id: OutboxId, at: datetime) -> bool:
        """False when it was marked before."""
        unsent = update(outbox).where(outbox.c.outbox_id == outbox_id, outbox.c.sent_at.is_(None)).values(sent_at=at)
        return bool(self.connection.execute(unsent).rowcount)

    def _read(self, row: Row[Any]) -> OutboxLetter:
        if not row.payload:
            raise KeyDestroyed(f"the words of letter {row.outbox_id} are gone: the time to keep them ended")
        letter = from_bytes(OutboxLetter, self.vault.open(self.connection, row.case_id, row.payload))
        return replace(letter, sent_at=row.sent_at)


@dataclass(frozen=True, slots=True)
class SuppressionRows:
    """The `suppressions` table; see bot.ports.storage.Suppressions."""

    connection: Connection

    def add(self, suppression: Suppression) -> None:
        """Twice is once."""
        insert_once(
            self.connection,
            suppressions,
            {
                "subject_key": suppression.subject_key,
                "kind": suppression.kind,
                "since": suppression.since,
                "case_id": suppression.case_id,
            },
        )

    def list_of(self, subject_key: SubjectKey) -> tuple[Suppression, ...]:
        """What holds for a person."""
        wanted = select(suppressions).where(suppressions.c.subject_key == subject_key).order_by(suppressions.c.kind)
        return tuple(
            Suppression(
                subject_key=SubjectKey(row.subject_key),
                kind=SuppressionKind(row.kind),
                since=row.since,
                case_id=CaseId(row.case_id),
            )
            for row in self.connection.execute(wanted)
        )
