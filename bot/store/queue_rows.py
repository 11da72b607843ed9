"""The pages' read model: see bot.ports.queue_view.QueueView."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, assert_never

from sqlalchemy import ColumnElement, Connection, Row, and_, case, exists, func, select, tuple_

from bot.domain.action import ActionState
from bot.domain.card import ReviewId
from bot.domain.case import Case, CaseId, CaseNumber, CaseState, StaffId, WaitsFor
from bot.domain.message import MessageId, MessageOutcome, ParsedMail
from bot.domain.request import Regime, RequestType
from bot.domain.review import Review
from bot.domain.stored_message import StoredMessage
from bot.errors import KeyDestroyed, NotFound, UnreadableMail
from bot.ports.queue_view import (
    CaseStory,
    DeadLetter,
    QueueFilter,
    QueueGroup,
    QueuePage,
    QueueRow,
    SentLetter,
)
from bot.store.action_rows import ActionRows
from bot.store.audit_rows import read_event
from bot.store.case_rows import CaseRows
from bot.store.database import Database
from bot.store.decision_rows import DecisionRows, ReviewRows
from bot.store.hold_rows import HoldRows
from bot.store.letter_rows import OutboxRows
from bot.store.message_rows import MessageRows
from bot.store.tables import actions, audit_events, cases, data_keys, messages, reviews
from bot.store.vault import Vault

_SOON: Final = timedelta(days=7)
_FOR_US: Final = (
    WaitsFor.APPROVAL,
    WaitsFor.SECOND_APPROVAL,
    WaitsFor.AUTHORITY,
    WaitsFor.CORRECTION_DETAILS,
    WaitsFor.ANSWER,
    WaitsFor.PLAN,
)
_DUE_ON: Final = func.coalesce(cases.c.extended_until, cases.c.due_on)
"""The legal date as it stands now."""

_FOR_CUSTOMER: Final = (WaitsFor.IDENTITY_PROOF, WaitsFor.INFORMATION)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRows:
    """Small rows, sorted and paged by the database. `read` turns a stored message into what it says."""

    database: Database
    vault: Vault
    read: Callable[[StoredMessage], ParsedMail]

    def count_by_group(self, *, today: date) -> dict[QueueGroup, int]:
        """The number strip, in one pass over the open cases."""
        counted = [
            func.coalesce(func.sum(case((_condition(group, today), 1), else_=0)), 0).label(group)
            for group in QueueGroup
        ]
        with self.database.read() as connection:
            row = connection.execute(select(*counted)).one()
        return {group: int(getattr(row, group)) for group in QueueGroup}

    def list_cases(self, wanted: QueueFilter, *, today: date, limit: int = 20, cursor: str = "") -> QueuePage:
        """One page, soonest legal date first; the cursor is the last row's key."""
        conditions = [_condition(wanted.group, today)]
        if wanted.request_type is not None:
            conditions.append(cases.c.request_type == wanted.request_type)
        if wanted.number:
            conditions.append(cases.c.number.startswith(wanted.number, autoescape=True))
        if cursor:
            conditions.append(tuple_(_DUE_ON, cases.c.case_id) > tuple_(*_read_cursor(cursor)))
        page = select(cases).where(and_(*conditions)).order_by(_DUE_ON, cases.c.case_id).limit(limit + 1)
        with self.database.read() as connection:
            rows = connection.execute(page).all()
            done = _progress(connection, [row.case_id for row in rows[:limit]])
        shown = tuple(_queue_row(row, *done.get(row.case_id, (0, 0))) for row in rows[:limit])
        return QueuePage(rows=shown, next_cursor=_cursor(shown[-1]) if len(rows) > limit else "")

    def get_story(self, case_id: CaseId) -> CaseStory:
        """One case with all that happened."""
        with self.database.read() as connection:
            found = CaseRows(connection, self.vault).get(case_id)
            read_by = MessageRows(connection, self.vault).find_classification(found.opened_from)
            events = select(audit_events).where(audit_events.c.case_id == case_id).order_by(audit_events.c.sequence)
            return CaseStory(
                case=found,
                message=self._find_message(connection, found.opened_from),
                actions=ActionRows(connection, self.vault).list_of(case_id),
                decisions=DecisionRows(connection).list_of(case_id, None),
                letters=self._letters(connection, found),
                events=tuple(read_event(row) for row in connection.execute(events)),
                model_version=read_by.model_version if read_by else "",
                holds=HoldRows(connection).list_on(found.subject_key),
            )

    def list_open_reviews(self, *, limit: int = 50) -> tuple[Review, ...]:
        """Oldest first; one whose words are gone waits for nobody."""
        is_readable = exists().where(data_keys.c.owner == reviews.c.message_id, data_keys.c.wrapped.is_not(None))
        is_open = reviews.c.decided_at.is_(None)
        waiting = select(reviews).where(is_open, is_readable).order_by(reviews.c.asked_at).limit(limit)
        with self.database.read() as connection:
            rows = ReviewRows(connection, self.vault)
            return tuple(rows.read(row) for row in connection.execute(waiting).all())

    def get_review(self, review_id: ReviewId) -> tuple[Review, ParsedMail | None]:
        """One review with the message it is about."""
        with self.database.read() as connection:
            try:
                review = ReviewRows(connection, self.vault).get(review_id)
            except KeyDestroyed as error:
                raise NotFound("The words of this message are gone: the time to keep them ended.") from error
            return review, self._find_message(connection, review.message_id)

    def list_dead_letters(self, *, limit: int = 200) -> tuple[DeadLetter, ...]:
        """Oldest first."""
        dead = (
            select(messages.c.message_id, messages.c.problem, messages.c.failed_at)
            .where(messages.c.outcome == MessageOutcome.DEAD_LETTER)
            .order_by(messages.c.stored_at)
            .limit(limit)
        )
        with self.database.read() as connection:
            return tuple(
                DeadLetter(message_id=MessageId(row.message_id), reason=row.problem, failed_at=row.failed_at)
                for row in connection.execute(dead)
            )

    def count_messages(self) -> dict[MessageOutcome, int]:
        """How many messages ended in each outcome."""
        counted = select(messages.c.outcome, func.count()).group_by(messages.c.outcome)
        with self.database.read() as connection:
            return {MessageOutcome(outcome): count for outcome, count in connection.execute(counted)}

    def _find_message(self, connection: Connection, message_id: MessageId) -> ParsedMail | None:
        try:
            return self.read(MessageRows(connection, self.vault).get(message_id))
        except (NotFound, KeyDestroyed, UnreadableMail):
            return None

    def _letters(self, connection: Connection, found: Case) -> tuple[SentLetter, ...]:
        rows = OutboxRows(connection, self.vault)
        gone = (
            SentLetter(subject=kind.replace("_", " ").capitalize(), text="", sent_at=sent_at)
            for kind, sent_at in rows.list_erased(found.case_id)
        )
        return *gone, *(
            SentLetter(subject=letter.mail.subject, text=letter.mail.text, sent_at=letter.sent_at)
            for letter in rows.list_of(found.case_id)
        )


def _condition(group: QueueGroup, today: date) -> ColumnElement[bool]:
    is_closed = cases.c.state.in_([CaseState.FULFILLED, CaseState.DENIED, CaseState.WITHDRAWN])
    is_open = cases.c.state.in_(
        [CaseState.RECEIVED, CaseState.AWAITING_VERIFICATION, CaseState.AWAITING_APPROVAL, CaseState.IN_FULFILMENT]
    )
    match group:
        case QueueGroup.OPEN:
            return is_open
        case QueueGroup.OVERDUE:
            return and_(is_open, today > _DUE_ON)
        case QueueGroup.DUE_SOON:
            return and_(is_open, _DUE_ON.between(today, today + _SOON))
        case QueueGroup.WAITING_FOR_US:
            return and_(is_open, cases.c.waits_for.in_(_FOR_US))
        case QueueGroup.WAITING_FOR_CUSTOMER:
            return and_(is_open, cases.c.waits_for.in_(_FOR_CUSTOMER))
        case QueueGroup.FAILING:
            return and_(is_open, cases.c.waits_for == WaitsFor.FAILING_SYSTEM)
        case QueueGroup.CLOSED:
            return is_closed
        case _:
            assert_never(group)


def _progress(connection: Connection, case_ids: list[str]) -> dict[str, tuple[int, int]]:
    finished = func.sum(case((actions.c.state == ActionState.FINISHED, 1), else_=0))
    counted = (
        select(actions.c.case_id, finished, func.count())
        .where(actions.c.case_id.in_(case_ids))
        .group_by(actions.c.case_id)
    )
    return {case_id: (int(done), int(total)) for case_id, done, total in connection.execute(counted)}


def _queue_row(row: Row[Any], done: int, total: int) -> QueueRow:
    return QueueRow(
        case_id=CaseId(row.case_id),
        number=CaseNumber(row.number),
        request_type=RequestType(row.request_type),
        person=row.person,
        regime=Regime(row.regime),
        state=CaseState(row.state),
        waits_for=WaitsFor(row.waits_for),
        received_at=row.received_at,
        due_on=row.extended_until or row.due_on,
        owner=StaffId(row.owner) if row.owner else None,
        actions_done=done,
        actions_total=total,
    )


def _cursor(row: QueueRow) -> str:
    return f"{row.due_on.isoformat()}_{row.case_id}"


def _read_cursor(cursor: str) -> tuple[date, str]:
    due_on, _, case_id = cursor.partition("_")
    try:
        return date.fromisoformat(due_on), case_id
    except ValueError as error:
        raise NotFound("There is no such page of the queue; start again from the first.") from error
