"""A letter is committed with the change it tells of; it leaves afterwards."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.case import CaseState
from bot.domain.message import MessageId, OutgoingMail
from bot.domain.request import RequestType
from tests.fakes.office import AMINA, JUNIPER, Office


def test_a_letter_is_written_with_the_change_and_leaves_afterwards(office: Office) -> None:
    message_id = office.receive(words="[access 0.97]")
    office.triage.triage(message_id)

    (case,) = office.cases()
    (letter,) = office.outbox(case)
    assert letter.sent_at is None
    assert office.mailer.sent == []
    office.work()
    assert office.outbox(case)[0].sent_at == office.clock.now()


def test_a_letter_that_left_is_not_sent_again(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)
    letter = office.outbox(case)[0]

    office.correspondence.send(letter.outbox_id)
    office.correspondence.send_again(letter.outbox_id)

    assert office.everything_sent().count(letter.mail.message_id) == 1


def test_a_mail_server_that_is_down_delays_letters_and_loses_none(office: Office) -> None:
    office.mailer.faults.is_down = True
    case = office.ask(RequestType.ACCESS)
    assert office.mailer.sent == []

    office.mailer.faults.is_down = False
    office.wait(timedelta(hours=1))

    assert sorted(office.everything_sent()) == sorted(letter.mail.message_id for letter in office.outbox(case))


def test_our_letters_stand_in_the_customers_thread(office: Office) -> None:
    case = office.ask(RequestType.ACCESS, message_id="<1@example.com>")

    for mail in office.mailer.to(JUNIPER):
        assert mail.in_reply_to == "<1@example.com>"
        assert office.desk.keyring.find_case_id(mail.message_id) == case.case_id


def test_a_mail_without_a_message_id_is_answered_without_a_thread(office: Office) -> None:
    office.ask(RequestType.ACCESS, message_id="")

    assert office.mailer.sent[0].in_reply_to is None


def test_a_letter_two_runners_sent_is_noted_once(office: Office) -> None:
    office.triage.triage(office.receive(words="[marketing_opt_out 0.97]"))
    (case,) = office.cases()
    (letter,) = office.outbox(case)
    send = office.mailer.send

    def slowly(mail: OutgoingMail) -> None:
        office.mailer.send = send  # type: ignore[method-assign]
        office.correspondence.send(letter.outbox_id)
        send(mail)

    office.mailer.send = slowly  # type: ignore[method-assign]
    office.correspondence.send(letter.outbox_id)

    assert office.happened(case).count("letter_sent") == 1


def test_a_letter_for_a_ticket_that_is_not_there_goes_by_mail(office: Office) -> None:
    office.portal.write_in("71", JUNIPER, "[marketing_opt_out 0.97]", at=office.clock.now())
    office.intake.poll_portal(office.portal, name="zendesk")
    office.triage.triage(MessageId(office.waiting()[0][1]))
    (case,) = office.cases()
    with office.desk.new_unit() as unit:
        unit.cases.save(case, replace(case, ticket_id=None), at=office.clock.now(), by="system")
        unit.commit()

    office.work()

    assert office.portal.replies == {}
    assert len(office.mailer.to(JUNIPER)) == 2


def test_an_interim_letter_does_not_end_the_case(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)
    office.approval.ask(case.case_id, by=AMINA, words="Are you sure?")
    office.work()

    assert office.case(case.case_id).state is CaseState.AWAITING_APPROVAL
