"""A case's dates follow from what happened to it: questions, answers and proof, at the moment each is known."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.case import Case, WaitsFor
from bot.domain.case_clock import paused_since
from bot.domain.request import RequestType
from tests.fakes.office import AMINA, BRAM, JUNIPER, RULES, Office, opened

LONDON = ZoneInfo("Europe/London")
BRITISH = "I ask under the UK GDPR."


@pytest.fixture
def london(tmp_path: Path) -> Iterator[Office]:
    """An office that counts London's days and gives people time to prove who they are."""
    yield from opened(tmp_path, rules=replace(RULES, zone=LONDON, link_life=timedelta(days=30)))


def at(office: Office, day: date, hour: int = 10) -> None:
    office.work()
    office.clock.moment = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def planned(office: Office, request_type: RequestType, on: date, words: str = BRITISH) -> Case:
    at(office, on)
    return office.planned(request_type, words=words)


def ask(office: Office, case: Case, on: date) -> Case:
    at(office, on)
    office.approval.ask(case.case_id, by=AMINA, words="Which order do you mean?")
    office.work()
    return office.case(case.case_id)


def reply(office: Office, case: Case, on: date, **more: str) -> Case:
    at(office, on)
    office.receive(words="The second one.", references=[office.outbox(case)[-1].mail.message_id], **more)
    office.work()
    return office.case(case.case_id)


def test_a_uk_access_request_stands_still_from_question_to_answer(london: Office) -> None:
    case = planned(london, RequestType.ACCESS, date(2026, 11, 23))

    asked = ask(london, case, date(2026, 11, 26))
    card = london.approval_desk.approvals[case.case_id]
    answered = reply(london, case, date(2026, 12, 2))

    assert (case.due_on, asked.due_on, answered.due_on) == (
        date(2026, 12, 23),
        date(2026, 12, 23),
        date(2026, 12, 29),
    )
    assert "Our time to answer stops until we hear from you" in london.mailer.to(JUNIPER)[-1].text
    assert card.time_left == "clock stopped since Thu 26 Nov"
    moved = [event for event in london.events() if event.details.get("due") == "2026-12-29"]
    assert [(event.action, event.details["due_before"]) for event in moved] == [("information_received", "2026-12-23")]


def test_the_card_explains_a_date_that_moved_step_by_step(london: Office) -> None:
    case = planned(london, RequestType.ACCESS, date(2026, 11, 23))
    ask(london, case, date(2026, 11, 26))
    reply(london, case, date(2026, 12, 2))

    (note,) = london.approval_desk.approvals[case.case_id].notes

    assert note.system == "Clock"
    assert "stood still for 6 days, from Thu 26 Nov 2026 to Wed 2 Dec 2026 → Tue 29 Dec 2026" in note.text


@pytest.mark.parametrize(
    ("request_type", "words"),
    [(RequestType.ERASURE, BRITISH), (RequestType.ACCESS, "under the GDPR"), (RequestType.ACCESS, "under the CCPA")],
)
def test_no_other_case_stands_still_and_the_letter_promises_the_old_date(
    london: Office, request_type: RequestType, words: str
) -> None:
    case = planned(london, request_type, date(2026, 11, 23), words)

    asked = ask(london, case, date(2026, 11, 26))
    letter = london.mailer.to(JUNIPER)[-1].text
    answered = reply(london, case, date(2026, 12, 2))

    assert (asked.due_on, answered.due_on) == (case.due_on, case.due_on)
    assert paused_since(asked, LONDON) is None
    assert "stops until we hear" not in letter
    assert len(answered.questions) == 1


def test_asking_twice_is_one_pause(london: Office) -> None:
    case = planned(london, RequestType.ACCESS, date(2026, 11, 23))
    ask(london, case, date(2026, 11, 26))

    ask(london, case, date(2026, 11, 30))
    answered = reply(london, case, date(2026, 12, 2))

    assert len(answered.questions) == 1
    assert answered.due_on == date(2026, 12, 29)


def test_a_second_question_after_an_answer_is_a_second_pause(london: Office) -> None:
    case = planned(london, RequestType.ACCESS, date(2026, 11, 2))
    ask(london, case, date(2026, 11, 4))
    reply(london, case, date(2026, 11, 6))

    ask(london, case, date(2026, 11, 6))
    answered = reply(london, case, date(2026, 11, 11))

    assert answered.due_on == date(2026, 12, 9)  # 2 Dec, and 2 and 5 days later


def test_words_that_answer_no_question_move_nothing(london: Office) -> None:
    case = planned(london, RequestType.ACCESS, date(2026, 11, 23))

    told = reply(london, case, date(2026, 12, 2))

    assert (told.questions, told.due_on) == ((), case.due_on)


def test_a_machines_reply_does_not_set_the_clock_going(london: Office) -> None:
    case = planned(london, RequestType.ACCESS, date(2026, 11, 23))
    ask(london, case, date(2026, 11, 26))

    at(london, date(2026, 11, 27))
    london.receive(words="I am on holiday.", automatic=True, references=[london.outbox(case)[-1].mail.message_id])
    london.work()

    assert paused_since(london.case(case.case_id), LONDON) == date(2026, 11, 26)


def test_going_on_without_the_answer_sets_the_clock_going_at_its_old_date(london: Office) -> None:
    case = planned(london, RequestType.ACCESS, date(2026, 11, 23))
    ask(london, case, date(2026, 11, 26))

    at(london, date(2026, 12, 2))
    approved = london.approve(case, AMINA)

    assert approved.waits_for is WaitsFor.COOL_OFF
    assert approved.due_on == case.due_on
    assert paused_since(approved, LONDON) is None


def test_an_answer_that_came_before_the_question_was_noted_takes_no_day_off(london: Office) -> None:
    case = planned(london, RequestType.ACCESS, date(2026, 11, 23))
    at(london, date(2026, 11, 25))
    london.receive(words="One more thing.", references=[london.outbox(case)[-1].mail.message_id])
    at_the_door = london.jobs.count()
    london.clock.moment = datetime(2026, 11, 27, 10, tzinfo=UTC)
    london.approval.ask(case.case_id, by=AMINA, words="Which order do you mean?")
    london.work()

    heard = london.case(case.case_id)

    assert at_the_door
    assert heard.questions[0].answered_at == heard.questions[0].asked_at
    assert heard.due_on == case.due_on


def test_uk_proof_of_identity_starts_a_fresh_month(london: Office) -> None:
    at(london, date(2026, 11, 23))
    case = london.ask(RequestType.ERASURE, words=BRITISH)
    at(london, date(2026, 12, 2))

    proved = london.prove(case)

    assert (case.due_on, proved.due_on) == (date(2026, 12, 23), date(2027, 1, 4))
    assert proved.identity_asked_at == datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert proved.proved_at == datetime(2026, 12, 2, 10, tzinfo=UTC)


def test_half_past_eleven_at_night_in_london_is_still_that_day(london: Office) -> None:
    london.clock.moment = datetime(2026, 7, 6, 22, 30, tzinfo=UTC)  # 23:30 in London, the next day in Berlin

    case = london.ask(RequestType.ERASURE, words=BRITISH)

    assert case.due_on == date(2026, 8, 6)


def test_every_wait_knows_since_when(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)
    office.clock.advance(timedelta(days=2))

    once = office.approve(case, AMINA)
    office.clock.advance(timedelta(days=1))
    twice = office.approve(case, BRAM)

    assert case.waiting_since == office.clock.now() - timedelta(days=3)
    assert once.waiting_since == office.clock.now() - timedelta(days=1)
    assert twice.waiting_since == office.clock.now()
