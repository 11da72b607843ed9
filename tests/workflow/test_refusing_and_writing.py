"""A person may refuse, ask, correct and write instead of agreeing; each has its own conditions."""

import pytest

from bot.domain.case import Case, CaseState, PlanHash, WaitsFor
from bot.domain.correction import CorrectableField, Correction
from bot.domain.request import DenialReason, RequestType
from bot.domain.staff import StaffMember
from bot.errors import DecisionRefused, PlanChanged
from tests.fakes.office import AMINA, BRAM, JUNIPER, Office

RIGHT_NAME = Correction(what=CorrectableField.NAME, old="Juniper Quillfether", new="Juniper Quillfeather")


def refuse(office: Office, case: Case, by: StaffMember = AMINA, words: str = "We cannot do that.") -> Case:
    assert case.plan_hash is not None
    return office.approval.deny(
        case.case_id, plan_hash=case.plan_hash, by=by, reason=DenialReason.NO_MATCH, words=words
    )


# No


def test_a_refusal_tells_the_customer_why_and_closes_the_ticket(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)

    refused = refuse(office, case, words="  We found no account under your address.  ")
    office.work()

    assert refused.state is CaseState.DENIED
    assert refused.denial_reason is DenialReason.NO_MATCH
    assert refused.closed_at == office.clock.now()
    assert "We found no account under your address." in office.mailer.to(JUNIPER)[-1].text
    assert office.portal.solved == [refused.ticket_id]


def test_a_refusal_without_words_for_the_customer_is_not_taken(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)

    with pytest.raises(DecisionRefused, match="write the sentence"):
        refuse(office, case, words=" \n")

    assert office.case(case.case_id).is_open


def test_the_sentence_to_refuse_with_is_proposed_in_the_customers_language(office: Office) -> None:
    case = office.planned(RequestType.ACCESS, words="[german]")

    proposed = office.approval.propose_refusals(case.case_id)

    assert proposed[DenialReason.NO_MATCH].words.startswith("Wir haben gesucht")
    assert proposed[DenialReason.NO_MATCH].in_english.startswith("We searched")
    refuse(office, case, words=proposed[DenialReason.NO_MATCH].words)
    office.work()
    assert office.mailer.to(JUNIPER)[-1].text.count("Wir haben gesucht") == 1


def test_a_case_is_refused_once(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)
    refuse(office, case)

    with pytest.raises(DecisionRefused, match="refused already"):
        refuse(office, case)


def test_the_second_person_may_refuse_what_the_first_has_approved(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)
    office.approve(case, AMINA)

    refuse(office, case, BRAM)
    office.work()

    assert office.case(case.case_id).state is CaseState.DENIED
    assert office.approval_desk.approvals[case.case_id].ending == "Refused by Bram Siskin. The customer was told why."


def test_who_has_approved_may_still_refuse(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)
    office.approve(case, AMINA)

    refuse(office, case, AMINA)
    office.work()

    assert office.case(case.case_id).state is CaseState.DENIED
    assert office.approval_desk.approvals[case.case_id].ending == "Refused. The customer was told why."


# Questions to the customer


def test_a_question_to_the_customer_waits_for_their_answer(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)

    asked = office.approval.ask(case.case_id, by=AMINA, words="Which account do you mean?")
    office.work()

    assert asked.waits_for is WaitsFor.INFORMATION
    assert "Which account do you mean?" in office.mailer.to(JUNIPER)[-1].text
    assert "wait for their answer" in office.approval_desk.approvals[case.case_id].warning
    assert office.approve(case, AMINA).waits_for is WaitsFor.COOL_OFF


def test_a_question_without_words_is_not_asked(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)

    with pytest.raises(DecisionRefused, match="need to know"):
        office.approval.ask(case.case_id, by=AMINA, words=" ")


def test_nothing_is_asked_once_everybody_has_agreed(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)
    office.approve(case, AMINA, BRAM)

    with pytest.raises(DecisionRefused, match="nothing left to ask"):
        office.approval.ask(case.case_id, by=AMINA, words="Are you sure?")


# Corrections


def test_a_correction_nobody_could_read_waits_until_a_person_writes_it_down(office: Office) -> None:
    case = office.planned(RequestType.RECTIFICATION)
    assert case.waits_for is WaitsFor.CORRECTION_DETAILS
    with pytest.raises(DecisionRefused, match="what is to be corrected"):
        office.approve(case, AMINA)

    office.approval.correct(case.case_id, correction=RIGHT_NAME, by=AMINA)
    office.work()

    planned = office.case(case.case_id)
    assert planned.waits_for is WaitsFor.APPROVAL
    assert planned.plan_hash != case.plan_hash
    office.approve(case, AMINA)
    office.work()
    assert office.case(case.case_id).state is CaseState.FULFILLED
    (done, *_) = office.systems["storefront"].people[JUNIPER].asked
    assert done.correction == RIGHT_NAME


def test_asking_the_customer_does_not_let_an_unread_correction_through(office: Office) -> None:
    case = office.planned(RequestType.RECTIFICATION)
    office.approval.ask(case.case_id, by=AMINA, words="What is your right name?")
    office.work()
    assert not office.approval_desk.approvals[case.case_id].may_approve
    with pytest.raises(DecisionRefused, match="what is to be corrected"):
        office.approve(case, AMINA)
    office.work()

    office.receive(JUNIPER, "it is just wrong", references=[office.mailer.to(JUNIPER)[-1].message_id])
    office.work()

    assert office.case(case.case_id).waits_for is WaitsFor.CORRECTION_DETAILS
    with pytest.raises(DecisionRefused, match="what is to be corrected"):
        office.approve(case, AMINA)


def test_only_a_rectification_that_is_not_agreed_yet_can_be_corrected(office: Office) -> None:
    access = office.planned(RequestType.ACCESS)
    agreed = office.planned(RequestType.RECTIFICATION, words="name: Juniper Quillfether -> Juniper Quillfeather")
    office.approve(agreed, AMINA)

    for case in (access, agreed):
        with pytest.raises(DecisionRefused, match="nothing to correct"):
            office.approval.correct(case.case_id, correction=RIGHT_NAME, by=AMINA)


# Answers written by a person


def test_a_complaint_cannot_be_agreed_to_before_its_answer_is_written(office: Office) -> None:
    case = office.planned(RequestType.COMPLAINT)
    assert case.waits_for is WaitsFor.ANSWER
    with pytest.raises(DecisionRefused, match="write the answer"):
        office.approve(case, AMINA)

    written = office.approval.write_answer(case.case_id, answer=" We are sorry. We have stopped. ", by=AMINA)
    assert written.waits_for is WaitsFor.APPROVAL
    assert written.plan_hash != case.plan_hash
    office.approve(written, AMINA)
    office.work()

    assert office.case(case.case_id).state is CaseState.FULFILLED
    assert "We are sorry. We have stopped." in office.mailer.to(JUNIPER)[-1].text


def test_asking_the_customer_does_not_let_an_unwritten_answer_through(office: Office) -> None:
    case = office.planned(RequestType.COMPLAINT)
    office.approval.ask(case.case_id, by=AMINA, words="When was that?")
    office.work()
    office.receive(JUNIPER, "last week", references=[office.mailer.to(JUNIPER)[-1].message_id])
    office.work()

    assert office.case(case.case_id).waits_for is WaitsFor.ANSWER
    with pytest.raises(DecisionRefused, match="write the answer"):
        office.approve(case, AMINA)


def test_a_frame_with_gaps_left_in_it_is_no_answer(office: Office) -> None:
    case = office.planned(RequestType.COMPLAINT)

    with pytest.raises(DecisionRefused, match="still has a line"):
        office.approval.write_answer(case.case_id, answer=case.payload.answer, by=AMINA)

    assert office.case(case.case_id).payload.is_draft


def test_an_empty_answer_is_not_taken(office: Office) -> None:
    case = office.planned(RequestType.NOTICE_QUESTION)

    with pytest.raises(DecisionRefused, match="empty"):
        office.approval.write_answer(case.case_id, answer=" ", by=AMINA)


def test_a_yes_to_an_answer_that_was_rewritten_meanwhile_is_refused(office: Office) -> None:
    case = office.planned(RequestType.NOTICE_QUESTION)
    office.approval.write_answer(case.case_id, answer="Something else.", by=BRAM)

    with pytest.raises(PlanChanged):
        office.approval.approve(case.case_id, plan_hash=case.plan_hash or PlanHash(""), by=AMINA)


def test_no_answer_is_written_where_none_is_due(office: Office) -> None:
    access = office.planned(RequestType.ACCESS)
    agreed = office.planned(RequestType.NOTICE_QUESTION)
    office.approve(agreed, AMINA)

    for case in (access, agreed):
        with pytest.raises(DecisionRefused, match="No answer is written"):
            office.approval.write_answer(case.case_id, answer="Hello.", by=AMINA)
