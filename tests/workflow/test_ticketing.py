"""The support portal shows what the desk is doing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.case import CaseState, TicketId
from bot.domain.outbox import OutboxId
from bot.domain.request import DenialReason, RequestType
from bot.domain.ticket import NewTicket
from tests.fakes.office import AMINA, JUNIPER, Office


def note(office: Office) -> str:
    ((_, text),) = office.portal.notes.values()
    return text


def test_a_case_that_came_by_mail_gets_one_ticket_with_the_customers_words(office: Office) -> None:
    case = office.ask(RequestType.ACCESS, words="my words", subject="About my data")

    (ticket,) = office.portal.tickets.values()
    assert ticket.case_id == case.case_id
    assert ticket.requester.value == JUNIPER
    assert ticket.subject == "About my data"
    assert "my words" in ticket.body
    assert ticket.tags == ("privacy", "access")
    assert case.ticket_id == "1"


def test_a_mail_without_a_subject_gets_one_from_the_request(office: Office) -> None:
    office.ask(RequestType.ACCESS, subject="")

    (ticket,) = office.portal.tickets.values()
    assert ticket.subject == "Copy of my data (26-0001)"


def test_a_ticket_whose_opening_was_not_answered_is_found_again(office: Office) -> None:
    office.portal.faults.lose_answers()
    case = office.ask(RequestType.ACCESS)
    office.wait(timedelta(minutes=5))

    assert len(office.portal.tickets) == 1
    assert office.case(case.case_id).ticket_id == "1"
    office.ticketing.open_ticket(case.case_id)
    assert office.happened(case).count("ticket_opened") == 1


def test_of_two_runners_that_opened_the_ticket_one_notes_it(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)
    open_ticket = office.portal.open_ticket
    office.portal.faults.is_writing = lambda: False
    with office.desk.new_unit() as unit:
        known = unit.cases.get(case.case_id)
        unit.cases.save(known, replace(known, ticket_id=None), at=office.clock.now(), by="system")
        unit.commit()

    def slowly(ticket: NewTicket) -> TicketId:
        office.portal.open_ticket = open_ticket  # type: ignore[method-assign]
        office.ticketing.open_ticket(case.case_id)
        return open_ticket(ticket)

    office.portal.open_ticket = slowly  # type: ignore[method-assign]
    office.ticketing.open_ticket(case.case_id)

    assert office.happened(case).count("ticket_opened") == 2


def test_a_fulfilled_case_solves_its_ticket_with_a_note(office: Office) -> None:
    office.ask(RequestType.MARKETING_OPT_OUT)

    assert office.portal.solved == ["1"]
    assert note(office) == "Privacy case 26-0001: done, and the customer has been told."


def test_a_refused_case_says_so(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)
    assert case.plan_hash is not None
    reason = DenialReason.OTHER
    office.approval.deny(case.case_id, plan_hash=case.plan_hash, by=AMINA, reason=reason, words="No.")
    office.work()

    assert note(office) == "Privacy case 26-0001: refused, and the customer has been told why."


def test_a_withdrawn_case_says_so(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)
    office.verification.stop(office.token_for(case))
    office.work()

    assert note(office) == "Privacy case 26-0001: withdrawn by the customer."


def test_an_open_case_keeps_its_ticket_open(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)

    office.ticketing.close_ticket(case.case_id)

    assert office.portal.solved == []


def test_a_case_that_ended_while_the_portal_was_away_still_gets_its_ticket_solved(office: Office) -> None:
    office.portal.faults.is_down = True
    case = office.ask(RequestType.MARKETING_OPT_OUT)
    assert case.state is CaseState.FULFILLED

    office.portal.faults.is_down = False
    office.wait(timedelta(hours=1))

    assert office.portal.solved == ["1"]
    assert len(office.portal.notes) == 1


@pytest.mark.parametrize("request_type", [RequestType.MARKETING_OPT_OUT, RequestType.ACCESS])
def test_a_request_through_the_portal_is_answered_there_unless_it_is_private(
    office: Office, request_type: RequestType
) -> None:
    office.portal.write_in("71", JUNIPER, f"[{request_type} 0.97]", at=office.clock.now())
    office.intake.poll_portal(office.portal, name="zendesk")
    office.work()
    (case,) = office.cases()
    if request_type is RequestType.ACCESS:
        office.approve(office.prove(case), AMINA)
        office.work()

    kinds = {letter.outbox_id: str(letter.kind) for letter in office.outbox(case)}
    in_portal = [kinds[OutboxId(key)] for key in office.portal.replies]
    by_mail = [letter.kind for letter in office.outbox(case) if letter.mail in office.mailer.sent]
    assert office.case(case.case_id).state is CaseState.FULFILLED
    if request_type is RequestType.ACCESS:
        assert (in_portal, by_mail) == (["acknowledgement"], ["identity_request", "access_ready"])
    else:
        assert (in_portal, by_mail) == (["acknowledgement", "marketing_done"], [])
