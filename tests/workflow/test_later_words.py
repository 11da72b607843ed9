"""What a customer writes on a running case is seen before anything irreversible happens."""

from datetime import timedelta

import pytest

from bot.domain.case import Case, CaseState, WaitsFor
from bot.domain.message import MessageOutcome
from bot.domain.request import RequestType
from bot.errors import PlanChanged
from tests.fakes.office import AMINA, BRAM, JUNIPER, Office

STRANGER = "mallory@elsewhere.example.org"


def reply(office: Office, case: Case, words: str) -> None:
    """The customer answers our newest letter."""
    office.receive(words=words, references=[office.outbox(case)[-1].mail.message_id])
    office.work()


def test_i_changed_my_mind_stops_an_erasure_that_waits_for_its_cool_off(office: Office) -> None:
    case = office.approve(office.planned(RequestType.ERASURE), AMINA, BRAM)
    assert case.waits_for is WaitsFor.COOL_OFF

    reply(office, case, "I changed my mind, do not delete anything")
    office.wait(timedelta(hours=80))

    stopped = office.case(case.case_id)
    assert (stopped.state, stopped.waits_for) == (CaseState.AWAITING_APPROVAL, WaitsFor.APPROVAL)
    assert not office.systems["storefront"].effects
    assert "approval_void" in office.happened(case)
    assert office.approval_desk.approvals[case.case_id].ending is None


def test_people_who_said_yes_before_the_words_can_say_it_again_after_reading_them(office: Office) -> None:
    case = office.approve(office.planned(RequestType.ERASURE), AMINA, BRAM)
    reply(office, case, "thank you")

    again = office.approve(office.case(case.case_id), AMINA, BRAM)
    office.wait(timedelta(hours=80))

    assert again.waits_for is WaitsFor.COOL_OFF
    assert office.case(case.case_id).state is CaseState.FULFILLED


def test_a_card_shown_before_the_words_approves_nothing(office: Office) -> None:
    case = office.approve(office.planned(RequestType.ERASURE), AMINA)
    assert case.plan_hash is not None
    reply(office, case, "wait please")

    with pytest.raises(PlanChanged):
        office.approval.approve(case.case_id, plan_hash=case.plan_hash, by=BRAM)


def test_asking_again_while_the_case_is_open_is_the_same_request(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)

    message_id = office.receive(words="did you get my mail? [erasure 0.97]")
    office.work()

    assert office.outcome(message_id) is MessageOutcome.CASES_OPENED
    assert len(office.cases()) == 1
    assert "request_repeated" in office.happened(case)


def test_two_machines_that_answer_each_other_end_with_a_person(office: Office) -> None:
    for turn in range(14):
        office.receive(words=f"we have received your message {turn} [notice_question 0.97]")
        office.work()

    assert len(office.cases()) == 10
    assert len(office.reviews()) == 4
    assert len(office.mailer.to(JUNIPER)) == 10


def test_who_names_somebody_elses_order_restricts_nobody_but_themselves(office: Office) -> None:
    office.systems["storefront"].people[JUNIPER].orders = ("SO-884213",)

    case = office.ask(RequestType.RESTRICTION, STRANGER, "my order is SO-884213")

    assert case.payload.subject.address.value == STRANGER


def test_a_stop_may_name_another_address_and_tells_the_writer_nothing_about_it(office: Office) -> None:
    known = office.ask(RequestType.MARKETING_OPT_OUT, STRANGER, f"for {JUNIPER}")
    unknown = office.ask(RequestType.MARKETING_OPT_OUT, "other@elsewhere.example.org", "for nobody@example.net")
    office.work()

    assert known.payload.subject.address.value == JUNIPER
    assert unknown.payload.subject.address.value == "nobody@example.net"
    told = [
        mail.text.replace(case.number, "")
        for case in (known, unknown)
        for mail in office.mailer.to(case.payload.requester.value)
    ]
    assert told[: len(told) // 2] == told[len(told) // 2 :]


def test_a_stranger_cannot_learn_whether_we_know_whom_they_name(office: Office) -> None:
    office.ask(RequestType.ACCESS, STRANGER, f"everything about {JUNIPER}")
    office.ask(RequestType.ACCESS, "other@elsewhere.example.org", "everything about nobody@example.net")
    office.wait(timedelta(hours=80))

    letters = [
        [mail.subject.rpartition("(")[0] for mail in office.mailer.to(address)]
        for address in (STRANGER, "other@elsewhere.example.org")
    ]
    assert letters[0] == letters[1]
    assert len(letters[0]) == 2


def test_the_card_says_who_asked_when_it_was_not_the_address_on_file(office: Office) -> None:
    case = office.prove(office.ask(RequestType.ACCESS, STRANGER, f"everything about {JUNIPER}"))

    assert "asked by m•••@e•••.org, not the address on file" in office.approval_desk.approvals[case.case_id].person
