"""The pages' read model."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.action import ActionState, SystemName
from bot.domain.card import ReviewId
from bot.domain.case import CaseId, CaseState, StaffId, WaitsFor
from bot.domain.message import Channel, MessageId, MessageOutcome
from bot.domain.request import RequestType
from bot.errors import NotFound
from bot.ports.queue_view import QueueFilter, QueueGroup, QueueRow
from tests.store.desk_store import DeskStore, OnPostgres, OnSqlite
from tests.store.samples import (
    ADDRESS,
    NOW,
    TODAY,
    WORDS,
    a_case,
    a_classification,
    a_decision,
    a_letter,
    a_mail,
    a_review,
    an_action,
    an_event,
)

DAY = timedelta(days=1)
OPEN = QueueFilter(group=QueueGroup.OPEN)


def _all_rows(store: DeskStore, wanted: QueueFilter, *, limit: int) -> list[QueueRow]:
    """Every page after the other, as somebody clicks through them."""
    rows: list[QueueRow] = []
    cursor = ""
    while True:
        page = store.queue.list_cases(wanted, today=TODAY, limit=limit, cursor=cursor)
        rows += page.rows
        cursor = page.next_cursor
        if not cursor:
            return rows
        assert len(page.rows) == limit


def _ids(store: DeskStore, wanted: QueueFilter) -> list[str]:
    return [row.case_id for row in store.queue.list_cases(wanted, today=TODAY).rows]


class QueueListContract:
    def test_an_empty_queue_has_zeros_and_no_pages(self, store: DeskStore) -> None:
        assert store.queue.count_by_group(today=TODAY) == dict.fromkeys(QueueGroup, 0)
        page = store.queue.list_cases(OPEN, today=TODAY)
        assert (page.rows, page.next_cursor) == ((), "")

    def test_each_number_counts_what_its_filter_lists(self, store: DeskStore) -> None:
        known: dict[str, dict[str, Any]] = {
            "overdue": {"due_on": TODAY - DAY},
            "today": {"due_on": TODAY, "waits_for": WaitsFor.APPROVAL},
            "in a week": {"due_on": TODAY + 7 * DAY, "waits_for": WaitsFor.IDENTITY_PROOF},
            "in eight days": {"due_on": TODAY + 8 * DAY, "waits_for": WaitsFor.FAILING_SYSTEM},
            "extended": {"due_on": TODAY - DAY, "extended_until": TODAY + 60 * DAY, "waits_for": WaitsFor.SYSTEMS},
            "done": {"due_on": TODAY - DAY, "state": CaseState.FULFILLED, "waits_for": WaitsFor.NOTHING},
            "denied": {"due_on": TODAY, "state": CaseState.DENIED, "waits_for": WaitsFor.APPROVAL},
        }
        for number, changes in enumerate(known.values()):
            store.keep_case(f"case-{number}", **changes)
        expected = {
            QueueGroup.OPEN: {0, 1, 2, 3, 4},
            QueueGroup.OVERDUE: {0},
            QueueGroup.DUE_SOON: {1, 2},
            QueueGroup.WAITING_FOR_US: {0, 1},
            QueueGroup.WAITING_FOR_CUSTOMER: {2},
            QueueGroup.FAILING: {3},
            QueueGroup.CLOSED: {5, 6},
        }

        listed = {group: set(_ids(store, QueueFilter(group=group))) for group in QueueGroup}

        assert listed == {group: {f"case-{number}" for number in numbers} for group, numbers in expected.items()}
        assert store.queue.count_by_group(today=TODAY) == {group: len(ids) for group, ids in listed.items()}

    def test_the_soonest_legal_date_comes_first_and_an_extension_counts(self, store: DeskStore) -> None:
        store.keep_case("case-later", due_on=TODAY + 20 * DAY)
        store.keep_case("case-extended", due_on=TODAY + DAY, extended_until=TODAY + 60 * DAY)
        store.keep_case("case-soon", due_on=TODAY + 2 * DAY)

        rows = store.queue.list_cases(OPEN, today=TODAY).rows

        assert [(row.case_id, row.due_on) for row in rows] == [
            ("case-soon", TODAY + 2 * DAY),
            ("case-later", TODAY + 20 * DAY),
            ("case-extended", TODAY + 60 * DAY),
        ]

    def test_pages_show_two_hundred_cases_once_each_in_order(self, store: DeskStore) -> None:
        with store.committing() as unit:
            for number in range(200):
                case = a_case(f"case-{number * 37 % 200:03d}", due_on=TODAY + (number % 7) * DAY)
                mail = a_mail(str(number).encode(), uid=number)
                unit.messages.add(case.opened_from, mail, channel=Channel.MAIL, stored_at=NOW)
                unit.cases.add(case)

        for limit in (20, 33, 100, 200, 201):
            rows = _all_rows(store, OPEN, limit=limit)
            assert len({row.case_id for row in rows}) == len(rows) == 200
            assert rows == sorted(rows, key=lambda row: (row.due_on, row.case_id))

    def test_filters_narrow_the_list_together(self, store: DeskStore) -> None:
        store.keep_case("case-26-0142")
        store.keep_case("case-26-0143", request_type=RequestType.ACCESS)
        store.keep_case("case-27-0142", request_type=RequestType.ACCESS)

        assert len(_ids(store, QueueFilter(request_type=RequestType.ACCESS))) == 2
        assert _ids(store, QueueFilter(number="26-0142")) == ["case-26-0142"]
        assert _ids(store, QueueFilter(number="26", request_type=RequestType.ACCESS)) == ["case-26-0143"]
        assert _ids(store, QueueFilter(number="0142")) == []

    @pytest.mark.parametrize("typed", ["%", "_", "26\x00", "\ud800", "'; DROP TABLE cases; --", "\\"])
    def test_what_is_typed_as_a_number_is_taken_as_it_is(self, store: DeskStore, typed: str) -> None:
        store.keep_case("case-26-0142")

        assert _ids(store, QueueFilter(number=typed)) == []

    @pytest.mark.parametrize("cursor", ["x", "_", "2026-13-01_case-1", "yesterday_case-1"])
    def test_a_cursor_that_is_none_is_not_found(self, store: DeskStore, cursor: str) -> None:
        with pytest.raises(NotFound, match="no such page"):
            store.queue.list_cases(OPEN, today=TODAY, cursor=cursor)

    def test_a_row_shows_how_far_its_actions_are(self, store: DeskStore) -> None:
        case = store.keep_case(owner=StaffId("bram"))
        other = store.keep_case("case-2", due_on=date(2027, 1, 1))
        plan = [an_action(case, SystemName(name), position=n) for n, name in enumerate(("a", "b", "c"))]
        with store.committing() as unit:
            unit.actions.replace(case.case_id, plan)
            unit.actions.save(replace(plan[1], state=ActionState.FINISHED))

        row, empty = store.queue.list_cases(OPEN, today=TODAY).rows

        assert (row.actions_done, row.actions_total) == (1, 3)
        assert (row.person, row.owner, row.received_at) == ("w•••@e•••.com", "bram", NOW)
        assert (empty.case_id, empty.actions_total, empty.owner) == (other.case_id, 0, None)


@pytest.mark.usefixtures("noise")
class StoryContract:
    def test_a_story_tells_everything_of_one_case_and_nothing_of_another(self, store: DeskStore) -> None:
        case = a_case(opened_from=MessageId("message-1"))
        action, yes = an_action(case), a_decision(case.case_id)
        raw = f"From: <{ADDRESS.value}>\r\nSubject: go\r\n\r\n{WORDS}".encode()
        with store.committing() as unit:
            unit.messages.add(MessageId("message-1"), a_mail(raw), channel=Channel.MAIL, stored_at=NOW)
            unit.cases.add(case)
            unit.actions.replace(case.case_id, [action])
            unit.decisions.add(yes)
            unit.outbox.add(a_letter(case.case_id))
            unit.outbox.add(a_letter(case.case_id, "letter-2", created_at=NOW + DAY))
            unit.outbox.mark_sent(a_letter(case.case_id).outbox_id, NOW)
            unit.audit.append(an_event("first", case_id=case.case_id))
            unit.audit.append(an_event("second", case_id=case.case_id))

        story = store.queue.get_story(case.case_id)

        assert (story.case, story.actions, story.decisions) == (case, (action,), (yes,))
        assert story.message is not None
        assert story.message.text == WORDS
        assert [letter.sent_at for letter in story.letters] == [NOW, None]
        assert [event.action for event in story.events] == ["first", "second"]
        assert story.model_version == ""

    def test_a_story_names_the_model_that_read_the_message(self, store: DeskStore) -> None:
        case = store.keep_case()
        with store.committing() as unit:
            unit.messages.settle(case.opened_from, MessageOutcome.CASES_OPENED, classification=a_classification())

        assert store.queue.get_story(case.case_id).model_version == "7"

    def test_a_story_of_no_case_is_not_found(self, store: DeskStore) -> None:
        with pytest.raises(NotFound):
            store.queue.get_story(CaseId("case-x"))

    def test_a_mail_that_cannot_be_read_leaves_a_gap_in_the_story(self, store: DeskStore) -> None:
        case = a_case(opened_from=MessageId("message-1"))
        with store.committing() as unit:
            unit.messages.add(MessageId("message-1"), a_mail(b"\x00 "), channel=Channel.MAIL, stored_at=NOW)
            unit.cases.add(case)

        assert store.queue.get_story(case.case_id).message is None

    def test_open_reviews_come_oldest_first(self, store: DeskStore) -> None:
        older, newer, decided = (
            a_review(store.keep_mail(f"message-{n}"), f"review-{n}", asked_at=NOW + n * DAY) for n in range(3)
        )
        with store.committing() as unit:
            for review in (newer, older, decided):
                unit.reviews.add(review)
            unit.reviews.decide(replace(decided, labels=(), decided_by=StaffId("amina"), decided_at=NOW))

        assert [one.review_id for one in store.queue.list_open_reviews()] == ["review-noise", "review-0", "review-1"]
        assert [one.review_id for one in store.queue.list_open_reviews(limit=1)] == ["review-noise"]

    def test_a_review_whose_words_are_gone_waits_for_nobody(self, store: DeskStore) -> None:
        review = a_review(store.keep_mail("message-1"), asked_at=NOW - 2 * DAY)
        with store.committing() as unit:
            unit.reviews.add(review)
        with store.database.write() as connection:
            store.vault.destroy(connection, review.message_id, NOW)

        assert [one.review_id for one in store.queue.list_open_reviews(limit=1)] == ["review-noise"]
        with pytest.raises(NotFound, match="words of this message are gone"):
            store.queue.get_review(review.review_id)

    def test_a_review_comes_with_its_message(self, store: DeskStore) -> None:
        review = a_review(store.keep_mail("message-1"))
        with store.committing() as unit:
            unit.reviews.add(review)

        found, message = store.queue.get_review(review.review_id)

        assert found == review
        assert message is not None
        assert message.subject == "message-1"
        with pytest.raises(NotFound):
            store.queue.get_review(ReviewId("review-x"))

    def test_dead_letters_come_oldest_first_with_their_reason(self, store: DeskStore) -> None:
        for number in (2, 1):
            store.keep_mail(f"message-{number}")
            with store.committing() as unit:
                unit.messages.bury(MessageId(f"message-{number}"), reason=f"reason {number}", at=NOW + number * DAY)

        letters = store.queue.list_dead_letters()

        assert {(letter.message_id, letter.reason, letter.failed_at) for letter in letters} == {
            ("noise-dead", "noise", NOW),
            ("message-1", "reason 1", NOW + DAY),
            ("message-2", "reason 2", NOW + 2 * DAY),
        }
        assert len(store.queue.list_dead_letters(limit=1)) == 1

    def test_messages_are_counted_by_what_became_of_them(self, store: DeskStore) -> None:
        store.keep_mail("message-1")

        assert store.queue.count_messages() == {
            MessageOutcome.RECEIVED: 2,
            MessageOutcome.DEAD_LETTER: 1,
            MessageOutcome.IN_REVIEW: 1,
        }


class TestListOnSqlite(OnSqlite, QueueListContract):
    """Embedded."""


class TestListOnPostgres(OnPostgres, QueueListContract):
    """Shared."""


class TestStoryOnSqlite(OnSqlite, StoryContract):
    """Embedded."""


class TestStoryOnPostgres(OnPostgres, StoryContract):
    """Shared."""
