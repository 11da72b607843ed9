"""A reply joins its case only from a participant and by a Message-ID that we signed."""

import pytest

from bot.domain.case import Case, CaseId, CaseState, WaitsFor
from bot.domain.message import MessageId, MessageOutcome
from bot.domain.request import DenialReason, RequestType
from tests.fakes.office import AMINA, JUNIPER, Office

STRANGER = "mallory@elsewhere.example.org"


def last_letter(office: Office, case: Case) -> str:
    """The Message-ID of the newest letter on a case."""
    return office.outbox(case)[-1].mail.message_id


def after_work(office: Office, message_id: MessageId) -> MessageOutcome:
    office.work()
    return office.outcome(message_id)


def refused(office: Office) -> Case:
    """An access request that was refused."""
    case = office.planned(RequestType.ACCESS)
    assert case.plan_hash is not None
    reason = DenialReason.NO_MATCH
    office.approval.deny(case.case_id, plan_hash=case.plan_hash, by=AMINA, reason=reason, words="Nothing found.")
    office.work()
    return office.case(case.case_id)


# Replies in the thread


def test_a_reply_of_the_requester_joins_the_case_and_is_shown_to_who_decides(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)

    message_id = office.receive(
        words="I forgot: only the orders", references=[last_letter(office, case)], message_id="<2@example.com>"
    )

    assert after_work(office, message_id) is MessageOutcome.ADDED_TO_CASE
    joined = office.case(case.case_id)
    assert joined.waits_for is WaitsFor.APPROVAL
    assert joined.payload.added == ("I forgot: only the orders",)
    assert joined.payload.thread[-1] == "<2@example.com>"
    assert "Later: I forgot: only the orders" in office.approval_desk.approvals[case.case_id].excerpt
    assert len(office.cases()) == 1


def test_the_answer_to_our_question_ends_the_waiting_and_can_be_read(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)
    office.approval.ask(case.case_id, by=AMINA, words="Which account?")
    office.work()

    office.receive(words="the older one", references=[last_letter(office, case)])
    office.work()

    answered = office.case(case.case_id)
    assert answered.waits_for is WaitsFor.APPROVAL
    assert answered.payload.added == ("the older one",)
    assert "information_received" in office.happened(case)


def test_the_holder_of_the_address_on_file_is_a_participant_too(office: Office) -> None:
    case = office.ask(RequestType.ERASURE, STRANGER, f"please delete {JUNIPER}")

    message_id = office.receive(JUNIPER, "who are you?", references=[last_letter(office, case)])

    assert after_work(office, message_id) is MessageOutcome.ADDED_TO_CASE


def test_somebody_else_in_the_thread_does_not_join_the_case(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)

    message_id = office.receive(STRANGER, "send it to me instead", references=[last_letter(office, case)])

    assert after_work(office, message_id) is MessageOutcome.LEFT_ALONE
    assert office.case(case.case_id).payload.added == ()


@pytest.mark.parametrize(
    "forged",
    [
        "<{case}.{letter}.{zeros}@retailops.example.com>",
        "<{case}.{letter}@retailops.example.com>",
        "<nothing@elsewhere.example.org>",
        "",
    ],
)
def test_a_message_id_that_is_not_ours_joins_nothing(office: Office, forged: str) -> None:
    case = office.planned(RequestType.ACCESS)
    reference = forged.format(case=case.case_id, letter=office.outbox(case)[0].outbox_id, zeros="0" * 24)

    message_id = office.receive(words="hello again", references=[reference])

    assert after_work(office, message_id) is MessageOutcome.LEFT_ALONE


def test_a_message_id_of_ours_for_a_case_that_is_gone_joins_nothing(office: Office) -> None:
    gone = office.desk.keyring.message_id(CaseId("2" * 32), "1" * 32, domain="retailops.example.com")

    message_id = office.receive(words="hello again", references=[gone])

    assert after_work(office, message_id) is MessageOutcome.LEFT_ALONE


def test_a_sure_further_request_in_a_reply_becomes_a_case_of_its_own(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)

    office.receive(words="[access 0.99] [marketing_opt_out 0.97]", references=[last_letter(office, case)])
    office.work()

    assert [each.request_type for each in office.cases()] == ["access", "marketing_opt_out"]


@pytest.mark.parametrize("words", ["[access 0.99] [erasure 0.7]", "[unsure erasure 0.97]"])
def test_a_person_is_asked_about_a_doubtful_further_request_in_a_reply(office: Office, words: str) -> None:
    case = office.planned(RequestType.ACCESS)

    message_id = office.receive(words=words, references=[last_letter(office, case)])

    assert after_work(office, message_id) is MessageOutcome.ADDED_TO_CASE
    assert len(office.cases()) == 1
    (review,) = office.reviews()
    assert [score.label for score in review.classification.labels] == ["erasure"]


def test_a_reply_that_asks_for_the_same_again_opens_nothing(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)

    office.receive(words="[access 0.99] any news?", references=[last_letter(office, case)])
    office.work()

    assert len(office.cases()) == 1
    assert office.reviews() == []


@pytest.mark.parametrize("words", ["[access 0.99] I insist", "[unsure access 0.6] but why"])
def test_a_request_in_a_reply_to_a_closed_case_goes_to_a_person(office: Office, words: str) -> None:
    case = refused(office)

    message_id = office.receive(words=words, references=[last_letter(office, case)])

    assert after_work(office, message_id) is MessageOutcome.ADDED_TO_CASE
    (card,) = office.approval_desk.reviews.values()
    assert "answers a case that is closed" in card.guess
    assert office.case(case.case_id) == case


def test_thanks_for_a_closed_case_disturb_nobody(office: Office) -> None:
    case = refused(office)

    message_id = office.receive(words="thank you [thanks]", references=[last_letter(office, case)])

    assert after_work(office, message_id) is MessageOutcome.ADDED_TO_CASE
    assert office.reviews() == []
    assert office.case(case.case_id).state is CaseState.DENIED


# The portal


def test_a_portal_comment_with_a_request_opens_a_case_on_its_ticket(office: Office) -> None:
    office.portal.write_in("71", JUNIPER, "[marketing_opt_out 0.97]", at=office.clock.now())
    office.intake.poll_portal(office.portal, name="zendesk")
    office.work()

    (case,) = office.cases()
    assert case.ticket_id == "71"
    assert case.channel == "portal"
    assert office.portal.tickets == {}


def test_a_further_comment_on_the_ticket_joins_its_case(office: Office) -> None:
    office.portal.write_in("71", JUNIPER, "[restriction 0.97]", at=office.clock.now())
    office.intake.poll_portal(office.portal, name="zendesk")
    office.work()
    office.portal.write_in("71", JUNIPER, "until Friday please", at=office.clock.now())
    office.intake.poll_portal(office.portal, name="zendesk")
    office.work()

    (case,) = office.cases()
    assert case.payload.added == ("until Friday please",)
