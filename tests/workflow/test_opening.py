"""One case per request found in a message."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.case import CaseState
from bot.domain.request import Language, Regime, RequestType
from tests.fakes.mail import raw_mail
from tests.fakes.office import AMINA, JUNIPER, Office, desk_on_sqlite
from tests.fakes.office import RULES as HOUSE_RULES

HAS_SYSTEMS = set(RequestType) - {RequestType.COMPLAINT, RequestType.NOTICE_QUESTION}


def jobs(office: Office) -> set[str]:
    return {name for name, _ in office.waiting()}


@pytest.mark.parametrize("request_type", RequestType)
def test_a_case_opens_with_its_number_its_date_a_ticket_and_a_thank_you(
    office: Office, request_type: RequestType
) -> None:
    message_id = office.receive(words=f"[{request_type} 0.97]", message_id="<1@example.com>")

    office.triage.triage(message_id)

    (case,) = office.cases()
    assert case.state is CaseState.RECEIVED
    assert case.number == "26-0001"
    assert case.due_on >= date(2026, 11, 24)
    assert case.payload.thread == ("<1@example.com>",)
    assert case.payload.evidence == (f"[{request_type} 0.97]",)
    next_step = "find_subject" if request_type in HAS_SYSTEMS else "build_plan"
    assert jobs(office) - {"triage"} == {"open_ticket", "send_letter", next_step}
    (letter,) = office.outbox(case)
    is_complaint = request_type is RequestType.COMPLAINT
    assert letter.kind == ("complaint_acknowledged" if is_complaint else "acknowledgement")
    assert ("Mia Manager" in letter.mail.text) is is_complaint
    assert letter.mail.in_reply_to == "<1@example.com>"


def test_a_message_opens_at_most_one_case_of_each_type(office: Office) -> None:
    office.receive(words="[unsure erasure 0.6]")
    office.work()
    (review,) = office.reviews()

    office.review_desk.decide(review.review_id, labels=[RequestType.ERASURE, RequestType.ERASURE], by=AMINA)

    assert len(office.cases()) == 1


def test_opening_again_finds_the_case_opened_before(office: Office) -> None:
    office.receive(words="[erasure 0.97] [access 0.7]")
    office.work()
    (review,) = office.reviews()

    office.review_desk.decide(review.review_id, labels=[RequestType.ERASURE], by=AMINA)

    assert len(office.cases()) == 1


def test_a_desk_without_a_portal_opens_no_tickets(tmp_path: Path) -> None:
    office = desk_on_sqlite(tmp_path, rules=replace(HOUSE_RULES, has_portal=False))

    case = office.ask(RequestType.MARKETING_OPT_OUT)

    assert case.ticket_id is None
    assert case.state is CaseState.FULFILLED
    office.database.close()


def test_numbers_count_within_the_year_of_receipt(office: Office) -> None:
    first = office.ask(RequestType.ACCESS)
    office.clock.moment = datetime(2027, 1, 2, 9, tzinfo=UTC)
    second = office.ask(RequestType.ACCESS)

    assert (first.number, second.number) == ("26-0001", "27-0001")


@pytest.mark.parametrize(
    ("words", "sender", "language", "regime"),
    [
        ("[german]", JUNIPER, Language.DE, Regime.GDPR),
        ("[english]", JUNIPER, Language.EN, Regime.VOLUNTARY),
        ("", JUNIPER, Language.EN, Regime.VOLUNTARY),
        ("", "amy@example.co.uk", Language.EN, Regime.UK_GDPR),
        ("I live in California", "amy@example.co.uk", Language.EN, Regime.CCPA),
        ("[german] under the UK GDPR", JUNIPER, Language.DE, Regime.UK_GDPR),
        ("[german] under the GDPR", JUNIPER, Language.DE, Regime.GDPR),
    ],
)
def test_a_case_runs_under_the_law_the_message_invokes(
    office: Office, words: str, sender: str, language: Language, regime: Regime
) -> None:
    case = office.ask(RequestType.RESTRICTION, sender, words)

    assert (case.language, case.regime) == (language, regime)


@pytest.mark.parametrize("shift", [timedelta(days=1), timedelta(days=-4000)])
def test_a_time_of_receipt_nobody_can_believe_is_replaced_by_now(office: Office, shift: timedelta) -> None:
    office.mailbox.put(raw_mail(JUNIPER, "[access 0.97]"), arrived_at=office.clock.now() + shift)
    office.intake.poll_mailbox(office.mailbox)
    office.work()

    assert office.cases()[0].received_at == office.clock.now()


def test_a_correction_is_read_where_the_words_say_it_plainly(office: Office) -> None:
    case = office.ask(RequestType.RECTIFICATION, words="name: Ann -> Anne")

    assert case.payload.correction is not None
    assert case.payload.correction.new.startswith("Anne")


def test_a_question_gets_a_drafted_answer_from_the_notice(office: Office) -> None:
    case = office.planned(RequestType.NOTICE_QUESTION)

    assert case.payload.answer
    assert not case.payload.is_draft
    assert office.approval_desk.approvals[case.case_id].answer


def test_two_questions_in_one_mail_are_both_answered(office: Office) -> None:
    recipients, retention, both = (
        office.planned(RequestType.NOTICE_QUESTION, words=words).payload.answer
        for words in ("RECIPIENTS", "RETENTION", "RECIPIENTS and RETENTION")
    )

    assert recipients != retention
    assert both == f"{recipients}\n\n{retention}"
