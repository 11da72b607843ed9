"""Every message ends in exactly one outcome, and no request is lost on the way."""

import pytest

from bot.domain.case import WaitsFor
from bot.domain.classification import Classification
from bot.domain.message import MessageId, MessageOutcome
from bot.domain.request import RequestType
from tests.fakes.office import AMINA, HELP, Office

STRANGER = "mallory@elsewhere.example.org"


def after_work(office: Office, message_id: MessageId) -> MessageOutcome:
    office.work()
    return office.outcome(message_id)


# First messages


def test_ordinary_mail_is_left_alone_and_nobody_is_written_to(office: Office) -> None:
    message_id = office.receive(words="where is my parcel?")

    assert after_work(office, message_id) is MessageOutcome.LEFT_ALONE
    assert office.mailer.sent == []
    assert office.approval_desk.posts == 0


def test_each_sure_request_in_a_message_becomes_a_case(office: Office) -> None:
    message_id = office.receive(words="[erasure 0.99] [marketing_opt_out 0.96]")

    assert after_work(office, message_id) is MessageOutcome.CASES_OPENED
    assert [case.request_type for case in office.cases()] == ["erasure", "marketing_opt_out"]
    assert [case.number for case in office.cases()] == ["26-0001", "26-0002"]


def test_a_person_is_asked_about_a_further_request_that_is_only_likely(office: Office) -> None:
    message_id = office.receive(words="[erasure 0.99] [complaint 0.7] [access 0.4]")

    assert after_work(office, message_id) is MessageOutcome.CASES_OPENED
    assert [case.request_type for case in office.cases()] == ["erasure"]
    (card,) = office.approval_desk.reviews.values()
    assert card.suggestions[0] is RequestType.COMPLAINT
    assert "may be a further one" in card.guess


def test_an_unsure_message_goes_to_a_person(office: Office) -> None:
    message_id = office.receive(words="[unsure erasure 0.6]")

    assert after_work(office, message_id) is MessageOutcome.IN_REVIEW
    assert office.cases() == []
    assert office.mailer.sent == []
    assert office.approval_desk.posts == 1


def test_a_scanned_letter_goes_to_a_person(office: Office) -> None:
    message_id = office.receive(words="  ", files=["scan.png"])

    assert after_work(office, message_id) is MessageOutcome.IN_REVIEW
    (card,) = office.approval_desk.reviews.values()
    assert "only an attachment" in card.guess


def test_triage_that_runs_again_changes_nothing(office: Office) -> None:
    message_id = office.receive(words="[access 0.99]")
    office.work()
    before = office.events()

    office.triage.triage(message_id)

    assert office.events() == before


def test_a_message_decided_while_another_runner_read_it_is_left_as_it_is(office: Office) -> None:
    message_id = office.receive(words="[access 0.99]")
    classify = office.triage.classifier.classify

    class Slow:
        def classify(self, *, subject: str, body: str) -> Classification:
            with office.desk.new_unit() as unit:
                unit.messages.settle(message_id, MessageOutcome.LEFT_ALONE)
                unit.commit()
            return classify(subject=subject, body=body)

    object.__setattr__(office.triage, "classifier", Slow())
    office.triage.triage(message_id)

    assert office.outcome(message_id) is MessageOutcome.LEFT_ALONE
    assert office.cases() == []


# Loops


def test_our_own_mail_is_never_answered(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)
    sent = len(office.mailer.sent)
    message_id = office.receive(HELP.value, "[erasure 0.99]", message_id=office.outbox(case)[-1].mail.message_id)

    assert after_work(office, message_id) is MessageOutcome.AUTOMATIC
    assert office.cases() == [case]
    assert len(office.mailer.sent) == sent


def test_a_mail_that_only_carries_our_address_is_shown_to_a_person_and_not_answered(office: Office) -> None:
    message_id = office.receive(HELP.value, "[erasure 0.99]", message_id="<made-up@retailops.example.com>")

    assert after_work(office, message_id) is MessageOutcome.IN_REVIEW
    assert office.mailer.sent == []
    (card,) = office.approval_desk.reviews.values()
    assert "our own address" in card.guess


def test_somebody_elses_mail_under_our_message_id_is_read(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)
    copied = office.outbox(case)[-1].mail.message_id

    message_id = office.receive("mallory@example.org", "[erasure 0.99]", message_id=copied)

    assert after_work(office, message_id) is MessageOutcome.CASES_OPENED


def test_our_own_address_without_a_request_is_left_alone(office: Office) -> None:
    message_id = office.receive(HELP.value, "hello")

    assert after_work(office, message_id) is MessageOutcome.LEFT_ALONE


@pytest.mark.parametrize("words", ["I am away until Monday", "[unsure erasure 0.6]"])
def test_a_machine_is_not_answered(office: Office, words: str) -> None:
    message_id = office.receive(words=words, automatic=True)

    assert after_work(office, message_id) is MessageOutcome.AUTOMATIC
    assert office.mailer.sent == []


def test_a_machine_that_asks_for_a_right_is_shown_to_a_person_and_not_answered(office: Office) -> None:
    message_id = office.receive(words="[erasure 0.99]", automatic=True)

    assert after_work(office, message_id) is MessageOutcome.IN_REVIEW
    assert office.mailer.sent == []
    (card,) = office.approval_desk.reviews.values()
    assert "a machine" in card.guess


def test_an_automatic_reply_to_our_letter_joins_the_case_and_changes_nothing(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)
    office.approval.ask(case.case_id, by=AMINA, words="Which one?")
    office.work()
    sent = len(office.mailer.sent)

    reference = office.outbox(case)[-1].mail.message_id
    message_id = office.receive(words="[erasure 0.99] I am away", automatic=True, references=[reference])

    assert after_work(office, message_id) is MessageOutcome.ADDED_TO_CASE
    assert office.case(case.case_id).waits_for is WaitsFor.INFORMATION
    assert len(office.mailer.sent) == sent
    assert len(office.cases()) == 1


# What cannot be read


@pytest.mark.parametrize("raw", [b"\xff\x00 no mail", b'{"sender": "'])
def test_bytes_that_are_no_mail_become_a_dead_letter_with_its_reason(office: Office, raw: bytes) -> None:
    message_id = office.receive_raw(raw)

    assert after_work(office, message_id) is MessageOutcome.DEAD_LETTER
    assert office.happened() == ["message_received", "message_unreadable"]


def test_a_request_without_a_sender_who_can_be_answered_becomes_a_dead_letter(office: Office) -> None:
    message_id = office.receive("", "[erasure 0.99]")

    assert after_work(office, message_id) is MessageOutcome.DEAD_LETTER


def test_ordinary_mail_without_a_sender_is_left_alone(office: Office) -> None:
    message_id = office.receive("", "win a prize")

    assert after_work(office, message_id) is MessageOutcome.LEFT_ALONE


def test_one_dead_letter_holds_nothing_up(office: Office) -> None:
    office.receive_raw(b"\xff")
    office.receive(words="[access 0.99]")
    office.work()

    assert len(office.cases()) == 1
