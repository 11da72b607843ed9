"""A letter that has been decided and must leave: committed first, sent afterwards."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from bot.domain.case import CaseId
from bot.domain.letter import LetterKind
from bot.domain.message import OutgoingMail

OutboxId = NewType("OutboxId", str)


class Route(StrEnum):
    """How a letter travels: as mail in the thread, or as a public comment on the portal's ticket."""

    MAIL = "mail"
    TICKET = "ticket"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxLetter:
    """One letter of ours; `closes_case` marks the final answer, whose leaving fulfils the case."""

    outbox_id: OutboxId
    case_id: CaseId
    kind: LetterKind
    route: Route
    mail: OutgoingMail = field(repr=False)
    created_at: datetime
    closes_case: bool = False
    sent_at: datetime | None = None
