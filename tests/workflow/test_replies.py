"""Replies that move a case, and those that must not."""

from datetime import timedelta

import pytest

from bot.domain.case import Case, CaseState, WaitsFor
from bot.domain.letter import LetterKind
from bot.domain.message import MessageOutcome
from bot.domain.request import DenialReason, RequestType
from tests.fakes.office import AMINA, BRAM, JUNIPER, Office

STRANGER = "mallory@elsewhere.example.org"
STATUS = "status? [status] [status_alone]"
STATUS_OF_REQUEST = "where is my deletion request? [status] [status_alone] [of_a_request]"


def reply(office: Office, case: Case, words: str, sender: str = JUNIPER) -> MessageOutcome:
    message_id = office.receive(sender, words, references=[office.outbox(case)[0].mail.message_id])
    office.work()
    return office.outcome(message_id)


def told(office: Office, case: Case, kind: LetterKind) -> list[str]:
    return [letter.mail.text for letter in office.outbox(case) if letter.kind is kind]


def refused(office: Office, reason: DenialReason = DenialReason.CLAIM_NOT_COVERED) -> Case:
    case = office.planned(RequestType.ACCESS)
    assert case.plan_hash is not None
    office.approval.deny(case.case_id, plan_hash=case.plan_hash, by=AMINA, reason=reason, words="Not this time.")
    office.work()
    return office.case(case.case_id)


def fulfilled(office: Office) -> Case:
    case = office.planned(RequestType.ACCESS)
    office.approve(case, AMINA)
    office.work()
    return office.case(case.case_id)


# Status


def test_a_question_for_the_status_is_answered_and_moves_nothing(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)

    assert reply(office, case, STATUS) is MessageOutcome.ADDED_TO_CASE

    assert office.case(case.case_id) == case
    (text,) = told(office, case, LetterKind.STATUS)
    assert "A person here is checking it." in text
    assert "You will have our answer by" in text


def test_it_is_answered_once_a_day(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)

    for _ in range(3):
        reply(office, case, STATUS)
    office.wait(timedelta(hours=25))
    reply(office, case, STATUS)

    assert len(told(office, case, LetterKind.STATUS)) == 2
    assert office.happened(case).count("status_withheld") == 2


def test_a_yes_that_was_given_stays_good(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)
    approved = office.approve(case, AMINA, BRAM)

    reply(office, case, STATUS)

    assert office.case(case.case_id) == approved
    assert "has been approved" in told(office, case, LetterKind.STATUS)[0]


def test_a_question_beside_other_words_is_answered_and_the_words_are_kept(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)

    reply(office, case, "any news? I moved house [status]")

    assert len(office.case(case.case_id).payload.added) == 1
    assert len(told(office, case, LetterKind.STATUS)) == 1


def test_while_we_wait_for_their_answer_no_date_is_promised(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)
    office.approval.ask(case.case_id, by=AMINA, words="Which account?")
    office.work()

    reply(office, case, STATUS)

    assert office.case(case.case_id).waits_for is WaitsFor.INFORMATION
    (text,) = told(office, case, LetterKind.STATUS)
    assert "wait for your answer" in text
    assert "You will have our answer by" not in text


def test_a_date_that_has_passed_is_not_promised_again(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)
    office.clock.advance(timedelta(days=60))

    reply(office, case, STATUS)

    assert "has passed" in told(office, case, LetterKind.STATUS)[0]


@pytest.mark.parametrize("named", [JUNIPER, "nobody@example.net"])
def test_a_stranger_reads_the_same_of_a_known_and_an_unknown_person(office: Office, named: str) -> None:
    case = office.ask(RequestType.ACCESS, STRANGER, f"everything about {named}")

    reply(office, case, STATUS, STRANGER)

    (letter,) = [each for each in office.outbox(case) if each.kind is LetterKind.STATUS]
    assert letter.mail.to.value == STRANGER
    assert "If we hold data about you" in letter.mail.text


def test_a_stranger_never_reads_how_far_another_persons_case_is(office: Office) -> None:
    case = office.ask(RequestType.ACCESS, STRANGER, f"everything about {JUNIPER}")
    office.prove(case)

    reply(office, case, STATUS, STRANGER)

    assert "goes only to the person it is about" in told(office, case, LetterKind.STATUS)[0]


def test_the_holder_of_the_address_on_file_is_answered_there(office: Office) -> None:
    case = office.ask(RequestType.ACCESS, STRANGER, f"everything about {JUNIPER}")

    reply(office, case, STATUS, JUNIPER)

    (letter,) = [each for each in office.outbox(case) if each.kind is LetterKind.STATUS]
    assert letter.mail.to.value == JUNIPER


def test_a_mail_of_its_own_that_names_the_request_is_answered(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)

    message_id = office.receive(JUNIPER, STATUS_OF_REQUEST)
    office.work()

    assert office.outcome(message_id) is MessageOutcome.ADDED_TO_CASE
    assert len(told(office, case, LetterKind.STATUS)) == 1


@pytest.mark.parametrize(("sender", "words"), [(JUNIPER, STATUS), (STRANGER, STATUS_OF_REQUEST)])
def test_a_mail_of_its_own_about_anything_or_by_anybody_is_left_alone(office: Office, sender: str, words: str) -> None:
    case = office.planned(RequestType.ERASURE)

    message_id = office.receive(sender, words)
    office.work()

    assert office.outcome(message_id) is MessageOutcome.LEFT_ALONE
    assert told(office, case, LetterKind.STATUS) == []


# Words that move nothing


@pytest.mark.parametrize("words", ["thank you [thanks]", "out of office [away]"])
def test_thanks_and_absences_move_nothing(office: Office, words: str) -> None:
    case = office.planned(RequestType.ERASURE)
    approved = office.approve(case, AMINA, BRAM)

    assert reply(office, case, words) is MessageOutcome.ADDED_TO_CASE

    assert office.case(case.case_id) == approved


def test_an_absence_is_no_answer_to_our_question_but_ok_thanks_may_be(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)
    office.approval.ask(case.case_id, by=AMINA, words="May we send it to this address?")
    office.work()

    reply(office, case, "back on Monday [away]")
    assert office.case(case.case_id).waits_for is WaitsFor.INFORMATION
    reply(office, case, "ok, thanks [thanks]")

    assert office.case(case.case_id).waits_for is WaitsFor.APPROVAL


# Cancel that


def test_cancel_that_in_a_reply_offers_the_withdrawal_to_a_person(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)
    office.approve(case, AMINA, BRAM)

    reply(office, case, "cancel that [cancel]")

    taken = office.case(case.case_id)
    assert taken.payload.taken_back == "cancel that [cancel]"
    assert taken.waits_for is WaitsFor.APPROVAL
    assert office.approval_desk.approvals[case.case_id].may_withdraw
    assert office.approval.withdraw(case.case_id, by=AMINA).state is CaseState.WITHDRAWN


def test_cancel_that_in_a_mail_of_its_own_takes_nothing_back(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)

    message_id = office.receive(JUNIPER, "cancel that [cancel]")
    office.work()

    assert office.outcome(message_id) is MessageOutcome.LEFT_ALONE
    assert office.case(case.case_id).payload.taken_back == ""


# Closed cases


def test_whoever_asks_anew_in_the_thread_of_a_finished_case_gets_a_new_one(office: Office) -> None:
    case = fulfilled(office)

    reply(office, case, "now delete it all [erasure 0.97]")

    assert [each.request_type for each in office.cases()] == ["access", "erasure"]
    assert office.reviews() == []


def test_whoever_insists_on_what_was_refused_is_read_by_a_person_and_told_so(office: Office) -> None:
    case = refused(office)

    reply(office, case, "I insist [access 0.99]")

    assert len(office.cases()) == 1
    assert len(office.reviews()) == 1
    assert "A person will read" in told(office, case, LetterKind.CLOSED)[0]


def test_words_that_ask_for_nothing_known_are_read_by_a_person_too(office: Office) -> None:
    case = refused(office)

    reply(office, case, "that is not what you promised me")

    (review,) = office.reviews()
    assert [score.label for score in review.classification.labels] == ["access"]
    assert len(told(office, case, LetterKind.CLOSED)) == 1


def test_a_question_for_the_status_of_a_closed_case_says_so_kindly(office: Office) -> None:
    case = fulfilled(office)

    reply(office, case, STATUS)
    reply(office, case, STATUS)

    (text,) = told(office, case, LetterKind.CLOSED)
    assert "This request is closed" in text
    assert "We then open a new request." in text
    assert office.reviews() == []
