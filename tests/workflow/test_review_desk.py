"""A person reads what the classifier could not, once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.domain.card import ReviewId
from bot.domain.message import MessageId, MessageOutcome
from bot.domain.request import DenialReason, RequestType
from bot.errors import DecisionRefused, NotFound
from tests.fakes.office import AMINA, BRAM, Office


def asked_about(office: Office, words: str = "[unsure erasure 0.6]") -> tuple[MessageId, ReviewId]:
    message_id = office.receive(words=words)
    office.work()
    (review,) = office.reviews()
    return message_id, review.review_id


def test_each_chosen_request_becomes_a_case(office: Office) -> None:
    message_id, review_id = asked_about(office)

    office.review_desk.decide(review_id, labels=[RequestType.ACCESS, RequestType.ERASURE], by=AMINA)
    office.work()

    assert [case.request_type for case in office.cases()] == ["access", "erasure"]
    assert office.outcome(message_id) is MessageOutcome.CASES_OPENED
    assert [event.actor for event in office.events() if event.action == "case_opened"] == ["staff:amina"] * 2


def test_choosing_nothing_leaves_the_message_alone(office: Office) -> None:
    message_id, review_id = asked_about(office)

    office.review_desk.decide(review_id, labels=[], by=AMINA)
    office.work()

    assert office.cases() == []
    assert office.mailer.sent == []
    assert office.outcome(message_id) is MessageOutcome.LEFT_ALONE
    (card,) = office.approval_desk.reviews.values()
    assert card.ending == "Amina Ortolan says: not privacy."


def test_only_the_first_reading_counts(office: Office) -> None:
    _, review_id = asked_about(office)
    office.review_desk.decide(review_id, labels=[], by=AMINA)

    with pytest.raises(DecisionRefused, match="already decided"):
        office.review_desk.decide(review_id, labels=[RequestType.ERASURE], by=BRAM)

    assert office.cases() == []


def test_of_fifty_readings_at_once_one_counts(office: Office) -> None:
    _, review_id = asked_about(office)

    def press(number: int) -> bool:
        try:
            office.review_desk.decide(review_id, labels=[RequestType.ERASURE], by=[AMINA, BRAM][number % 2])
        except DecisionRefused:
            return False
        return True

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(press, range(50))) == 1
    assert len(office.cases()) == 1


def test_no_further_request_leaves_the_cases_of_a_message_as_they_are(office: Office) -> None:
    message_id, review_id = asked_about(office, "[erasure 0.97] [access 0.7]")

    office.review_desk.decide(review_id, labels=[], by=AMINA)

    assert office.outcome(message_id) is MessageOutcome.CASES_OPENED


def test_a_reply_to_a_closed_case_stays_with_it_when_nothing_is_in_it(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)
    assert case.plan_hash is not None
    reason = DenialReason.OTHER
    office.approval.deny(case.case_id, plan_hash=case.plan_hash, by=AMINA, reason=reason, words="No.")
    message_id = office.receive(words="[access 0.97]", references=[office.outbox(case)[-1].mail.message_id])
    office.work()
    (review,) = office.reviews()

    office.review_desk.decide(review.review_id, labels=[], by=AMINA)

    assert office.outcome(message_id) is MessageOutcome.ADDED_TO_CASE


def test_a_review_that_is_not_there_is_named(office: Office) -> None:
    with pytest.raises(NotFound):
        office.review_desk.decide(ReviewId("nothing"), labels=[], by=AMINA)
