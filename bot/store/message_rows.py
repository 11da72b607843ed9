"""Messages and how far each source has been read."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.domain.classification import Classification, Decision, LabelScore
from bot.domain.message import Channel, FetchedMail, MailKey, MessageId, MessageOutcome
from bot.domain.request import RequestType
from bot.domain.stored_message import StoredMessage
from bot.errors import NotFound
from bot.store.payload import from_json
from bot.store.tables import cursors, messages
from bot.store.upsert import upsert
from bot.store.vault import Vault

# Every message passes these: writing a statement down costs more than running it, so it is done once.
_NEW: Final = insert(messages)
_ONE: Final = select(messages).where(messages.c.message_id == bindparam("message_id"))
_OUTCOME: Final = select(messages.c.outcome).where(messages.c.message_id == bindparam("message_id"))
_READING: Final = select(messages.c.reading).where(messages.c.message_id == bindparam("message_id"))
_AT_PLACE: Final = select(messages.c.message_id).where(
    messages.c.mailbox == bindparam("mailbox"),
    messages.c.uidvalidity == bindparam("uidvalidity"),
    messages.c.uid == bindparam("uid"),
)
_WITH_DIGEST: Final = (
    select(messages.c.message_id)
    .where(messages.c.sha256 == bindparam("sha256"), messages.c.mailbox == bindparam("mailbox"))
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class MessageRows:
    """The `messages` table; see bot.ports.storage.Messages."""

    connection: Connection
    vault: Vault

    def add(self, message_id: MessageId, mail: FetchedMail, *, channel: Channel, stored_at: datetime) -> bool:
        """Keep the bytes once, whatever numbering the server uses today."""
        digest = hashlib.sha256(mail.raw).hexdigest()
        key = {"mailbox": mail.key.mailbox, "uidvalidity": mail.key.uidvalidity, "uid": mail.key.uid}
        if self.connection.execute(_AT_PLACE, key).first() is not None:
            return False
        is_new = self.connection.execute(_WITH_DIGEST, {"mailbox": mail.key.mailbox, "sha256": digest}).first() is None
        values = {
            **key,
            "message_id": message_id,
            "channel": channel,
            "sha256": digest,
            "arrived_at": mail.arrived_at,
            "stored_at": stored_at,
            "raw": self.vault.seal(self.connection, message_id, mail.raw) if is_new else None,
            "outcome": MessageOutcome.RECEIVED if is_new else MessageOutcome.DUPLICATE,
        }
        self.connection.execute(_NEW, values)
        return is_new

    def get(self, message_id: MessageId) -> StoredMessage:
        """The message with its bytes."""
        row = self.connection.execute(_ONE, {"message_id": message_id}).first()
        if row is None or row.raw is None:
            raise NotFound(f"there is no message {message_id}")
        return StoredMessage(
            message_id=MessageId(row.message_id),
            channel=Channel(row.channel),
            key=MailKey(mailbox=row.mailbox, uidvalidity=row.uidvalidity, uid=row.uid),
            arrived_at=row.arrived_at,
            outcome=MessageOutcome(row.outcome),
            raw=self.vault.open(self.connection, message_id, row.raw),
        )

    def get_outcome(self, message_id: MessageId) -> MessageOutcome:
        """What became of it so far; raises NotFound."""
        outcome = self.connection.execute(_OUTCOME, {"message_id": message_id}).scalar()
        if outcome is None:
            raise NotFound(f"there is no message {message_id}")
        return MessageOutcome(outcome)

    def find_classification(self, message_id: MessageId) -> Classification | None:
        """Labels and figures, as they were written down."""
        reading = self.connection.execute(_READING, {"message_id": message_id}).scalar()
        return _classification(reading) if reading else None

    def settle(
        self,
        message_id: MessageId,
        outcome: MessageOutcome,
        *,
        rfc_message_id: str = "",
        classification: Classification | None = None,
    ) -> None:
        """Write down what became of it; only labels and figures of the classification, never words."""
        reading = _reading(classification) if classification else None
        # A Message-ID can name its writer, so only its digest is kept in the clear.
        digest = hashlib.sha256(rfc_message_id.encode()).hexdigest() if rfc_message_id else None
        self._set(message_id, outcome=outcome, reading=reading, rfc_message_id=digest, problem=None, failed_at=None)

    def bury(self, message_id: MessageId, *, reason: str, at: datetime) -> None:
        """Make it a dead letter."""
        self._set(message_id, outcome=MessageOutcome.DEAD_LETTER, problem=reason, failed_at=at)

    def revive(self, message_id: MessageId) -> None:
        """Back to RECEIVED."""
        revived = self.connection.execute(
            update(messages)
            .where(messages.c.message_id == message_id, messages.c.outcome == MessageOutcome.DEAD_LETTER)
            .values(outcome=MessageOutcome.RECEIVED, problem=None, failed_at=None)
        )
        if not revived.rowcount:
            raise NotFound(f"there is no dead letter {message_id}")

    def find_cursor(self, mailbox: str) -> MailKey | None:
        """The last UID taken, with its UIDVALIDITY."""
        position = _position(self.connection, f"imap:{mailbox}")
        return from_json(MailKey, {**_numbers(position), "mailbox": mailbox}) if position else None

    def move_cursor(self, key: MailKey) -> None:
        """Everything up to this UID is committed."""
        _move(self.connection, f"imap:{key.mailbox}", f"{key.uidvalidity}:{key.uid}")

    def _set(self, message_id: MessageId, **values: object) -> None:
        self.connection.execute(update(messages).where(messages.c.message_id == message_id).values(**values))


@dataclass(frozen=True, slots=True)
class PortalCursorRows:
    """How far each portal has been read."""

    connection: Connection

    def get(self, portal: str) -> str:
        """The cursor, "" before the first read."""
        return _position(self.connection, f"portal:{portal}") or ""

    def move(self, portal: str, cursor: str) -> None:
        """Everything up to it is committed."""
        _move(self.connection, f"portal:{portal}", cursor)


def _position(connection: Connection, source: str) -> str | None:
    return connection.execute(select(cursors.c.position).where(cursors.c.source == source)).scalar()


def _move(connection: Connection, source: str, position: str) -> None:
    upsert(connection, cursors, {"source": source}, {"position": position})


def _numbers(position: str) -> dict[str, int]:
    uidvalidity, _, uid = position.partition(":")
    return {"uidvalidity": int(uidvalidity), "uid": int(uid)}


def _reading(classification: Classification) -> dict[str, object]:
    return {
        "decision": classification.decision,
        "probability": classification.probability,
        "labels": {score.label: score.confidence for score in classification.labels},
        "language": classification.language,
        "model": classification.model_version,
    }


def _classification(reading: Mapping[str, Any]) -> Classification:
    return Classification(
        decision=Decision(reading["decision"]),
        probability=reading["probability"],
        labels=tuple(
            LabelScore(label=RequestType(label), confidence=confidence)
            for label, confidence in reading["labels"].items()
        ),
        language=reading["language"],
        model_version=reading["model"],
    )
