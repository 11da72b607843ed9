"""A message as the store keeps it."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.message import Channel, MailKey, MessageId, MessageOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMessage:
    """Raw bytes with what became of them so far."""

    message_id: MessageId
    channel: Channel
    key: MailKey
    arrived_at: datetime
    outcome: MessageOutcome
    raw: bytes = field(repr=False)
