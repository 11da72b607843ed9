"""What the pages read: answers to questions, as small rows, sorted and paged by the database."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.action import Action
from bot.domain.audit import AuditEvent
from bot.domain.audit_root import AuditRoot
from bot.domain.card import ReviewId
from bot.domain.case import Case, CaseId, CaseNumber, CaseState, StaffId, WaitsFor
from bot.domain.decision import PlanDecision
from bot.domain.hold import Hold
from bot.domain.message import MessageId, ParsedMail
from bot.domain.request import Regime, RequestType
from bot.domain.review import Review


class QueueGroup(StrEnum):
    """The number strip above the queue; each number is a filter."""

    OPEN = "open"
    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    WAITING_FOR_US = "waiting_for_us"
    WAITING_FOR_CUSTOMER = "waiting_for_customer"
    FAILING = "failing"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """Which cases; `number` finds one by its beginning."""

    group: QueueGroup = QueueGroup.OPEN
    request_type: RequestType | None = None
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One line of the queue; `person` is masked."""

    case_id: CaseId
    number: CaseNumber
    request_type: RequestType
    person: str
    regime: Regime
    state: CaseState
    waits_for: WaitsFor
    received_at: datetime
    due_on: date
    owner: StaffId | None
    actions_done: int
    actions_total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """Rows by legal date; `next_cursor` is empty on the last page."""

    rows: tuple[QueueRow, ...]
    next_cursor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A message that could not be handled; its bytes are kept and it can be reprocessed."""

    message_id: MessageId
    reason: str
    failed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SentLetter:
    """One mail of ours on a case; `sent_at` is None while it is on its way."""

    subject: str = field(repr=False)
    text: str = field(repr=False)
    sent_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStory:
    """Everything a case page tells, top to bottom.

    `message` is None once its key is destroyed. `model_version` names the classifier that read it, "" when none did.
    `roots` are those of the days to which its events belong, as far as they are sealed.
    """

    case: Case
    message: ParsedMail | None
    actions: tuple[Action, ...]
    decisions: tuple[PlanDecision, ...]
    letters: tuple[SentLetter, ...]
    events: tuple[AuditEvent, ...]
    model_version: str = ""
    holds: tuple[Hold, ...] = ()
    roots: tuple[AuditRoot, ...] = ()


class QueueView(Protocol):
    """The pages' read model. Getters raise NotFound."""

    def count_by_group(self, *, today: date) -> dict[QueueGroup, int]:
        """The number strip."""
        ...

    def list_cases(self, wanted: QueueFilter, *, today: date, limit: int = 20, cursor: str = "") -> QueuePage:
        """One page, soonest legal date first."""
        ...

    def get_story(self, case_id: CaseId) -> CaseStory:
        """One case with all that happened."""
        ...

    def list_open_reviews(self, *, limit: int = 50) -> tuple[Review, ...]:
        """Messages waiting for a person's reading, oldest first."""
        ...

    def get_review(self, review_id: ReviewId) -> tuple[Review, ParsedMail | None]:
        """One review with the message it is about."""
        ...

    def list_dead_letters(self, *, limit: int = 200) -> tuple[DeadLetter, ...]:
        """What could not be handled, oldest first."""
        ...
