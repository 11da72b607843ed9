"""Every message ends in exactly one outcome, and no request is lost on the way."""

import pytest

from bot.domain.case import Case, CaseId, CaseState, WaitsFor
from bot.domain.classification import Classification
from bot.domain.message import MessageId, MessageOutcome
from bot.domain.request import DenialReason, RequestType
from tests.fakes.office import AMINA, HELP, JUNIPER, Office

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
    message_id = office.receive(HELP.value, "[erasure 0.99]")

    assert after_work(office, message_id) is MessageOutcome.AUTOMATIC
    assert office.cases() == []
    assert office.mailer.sent == []


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

    reference = last_letter(office, case)
    message_id = office.receive(words="[erasure 0.99] I am away", automatic=True, references=[reference])

    assert after_work(office, message_id) is MessageOutcome.ADDED_TO_CASE
    assert office.case(case.case_id).waits_for is WaitsFor.INFORMATION
    assert len(office.mailer.sent) == sent
    assert len(office.cases()) == 1


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

    message_id = office.receive(words="thank you", references=[last_letter(office, case)])

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
