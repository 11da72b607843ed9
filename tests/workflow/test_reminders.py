"""People hear of a legal date before it comes, customers of a question they forgot, and everybody once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.case import Case, CaseId, CaseState
from bot.domain.job import Job, JobName
from bot.domain.letter import LetterKind
from bot.domain.request import RequestType
from tests.fakes.office import AMINA, BRAM, JUNIPER, RULES, Office, opened

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)


@pytest.fixture
def london(tmp_path: Path) -> Iterator[Office]:
    yield from opened(tmp_path, rules=replace(RULES, zone=LONDON))


def planned(office: Office, request_type: RequestType = RequestType.ERASURE, law: str = "UK GDPR") -> Case:
    """Received Tue 24 Nov 2026; a month under the UK GDPR ends on Thu 24 Dec."""
    return office.planned(request_type, words=f"under the {law}")


def look(office: Office, day: date | None = None) -> int:
    if day is not None:
        office.clock.moment = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    count = office.reminders.look()
    office.work()
    return count


def thread(office: Office, case: Case) -> list[str]:
    return list(office.approval_desk.lines.get(case.case_id, {}).values())


def about_the_date(office: Office, case: Case) -> list[str]:
    told = office.approval_desk.lines.get(case.case_id, {})
    return [line for key, line in told.items() if "/legal/" in key]


def test_each_part_of_the_time_is_told_once_and_the_last_days_call_people(london: Office) -> None:
    case = planned(london)

    for day in range(45):
        look(london, date(2026, 11, 24) + day * DAY)

    assert [line.partition(". ")[0] for line in about_the_date(london, case)[:2]] == [
        "50 % of the time is gone",
        "75 % of the time is gone",
    ]
    assert about_the_date(london, case)[2:] == [
        f"@managers Delete everything, case {case.number}: 3 days left · due Thu 24 Dec. It waits for an approval.",
        f"@managers Delete everything, case {case.number} is past its legal date, Thu 24 Dec 2026. "
        "It waits for an approval.",
    ]


def test_ninety_per_cent_is_told_where_it_comes_before_the_last_days(london: Office) -> None:
    case = planned(london, law="CCPA")  # 45 days: Fri 8 Jan 2027

    look(london, date(2027, 1, 4))

    assert [line[:28] for line in about_the_date(london, case)] == ["90 % of the time is gone. De"]


def test_looking_twice_or_in_two_processes_says_it_once(london: Office) -> None:
    case = planned(london)
    look(london, date(2026, 12, 22))
    said = thread(london, case)

    assert look(london) == 0
    london.revive()
    assert look(london) == 0
    assert thread(london, case) == said


def test_a_desk_that_was_away_says_only_the_last(london: Office) -> None:
    case = planned(london)

    look(london, date(2026, 12, 29))

    assert len(about_the_date(london, case)) == 1
    assert "is past its legal date" in about_the_date(london, case)[0]


def test_a_clock_that_jumps_and_comes_back_repeats_nothing(london: Office) -> None:
    case = planned(london)
    look(london, date(2026, 12, 28))
    said = set(thread(london, case))

    look(london, date(2026, 11, 25))
    look(london, date(2026, 12, 28))

    assert set(thread(london, case)) == said


def test_a_case_that_closed_meanwhile_is_not_spoken_of(london: Office) -> None:
    case = planned(london, RequestType.ACCESS)
    london.clock.moment = datetime(2026, 12, 22, 10, tzinfo=UTC)
    assert london.reminders.look()

    london.approve(case, AMINA)
    while london.case(case.case_id).is_open:
        london.work()

    assert london.case(case.case_id).state is CaseState.FULFILLED
    assert about_the_date(london, case) == []
    assert look(london, date(2026, 12, 30)) == 0


def test_a_date_that_moved_meanwhile_silences_what_was_due_before(london: Office) -> None:
    case = planned(london)
    london.clock.moment = datetime(2026, 12, 22, 10, tzinfo=UTC)
    london.reminders.look()

    london.extending.extend(case.case_id, reason="complexity", words="Five systems.", by=AMINA)  # type: ignore[arg-type]
    london.work()

    assert about_the_date(london, case) == []


def test_a_clock_that_stands_still_is_not_late(london: Office) -> None:
    case = planned(london, RequestType.ACCESS)
    london.approval.ask(case.case_id, by=AMINA, words="Which order?")

    look(london, date(2027, 1, 20))

    assert about_the_date(london, case) == []


def test_a_thread_that_cannot_be_reached_is_told_later(london: Office) -> None:
    case = planned(london)
    london.approval_desk.faults.fail(3)
    look(london, date(2026, 12, 22))
    assert about_the_date(london, case) == []

    london.wait(timedelta(hours=1))

    assert len(about_the_date(london, case)) == 1


def test_a_case_without_a_card_gets_one_to_be_told_on(london: Office) -> None:
    london.approval_desk.faults.is_down = True
    case = planned(london)
    look(london, date(2026, 12, 30))
    assert case.case_id not in london.approval_desk.approvals

    london.approval_desk.faults.is_down = False
    london.wait(timedelta(hours=2))

    assert london.approval_desk.posts == 1
    assert len(about_the_date(london, case)) == 1


# Prompts


def test_a_prompt_nobody_answers_is_repeated_once_after_two_days(london: Office) -> None:
    case = planned(london)

    look(london, date(2026, 11, 27))
    look(london, date(2026, 11, 28))

    assert thread(london, case) == [f"Delete everything, case {case.number} has waited for an approval for 3 days."]


def test_the_second_approval_is_a_prompt_of_its_own(london: Office) -> None:
    case = planned(london)
    look(london, date(2026, 11, 27))
    london.approve(case, AMINA)

    look(london, date(2026, 11, 30))

    assert thread(london, case)[-1].endswith("has waited for a second approval for 3 days.")
    london.approve(case, BRAM)
    assert look(london, date(2026, 12, 2)) == 0


def test_a_message_nobody_reads_is_told_in_its_thread_and_then_to_people(london: Office) -> None:
    london.receive(words="[unsure erasure 0.6]")
    london.work()
    (review,) = london.reviews()

    for days in (0, 1, 2, 3, 4):
        look(london, date(2026, 11, 24) + days * DAY)

    told = list(london.approval_desk.lines[review.review_id].values())
    assert told[0] == "Nobody has read this message yet. Is it a privacy request?"
    assert told[1].startswith("@managers Nobody has read this message for")
    assert len(told) == 2


def test_a_message_that_was_read_meanwhile_is_not_spoken_of(london: Office) -> None:
    london.receive(words="[unsure erasure 0.6]")
    london.work()
    (review,) = london.reviews()
    london.clock.advance(2 * DAY)
    london.reminders.look()

    london.review_desk.decide(review.review_id, labels=[], by=AMINA)
    london.work()

    assert london.approval_desk.lines == {}


# Customers


def reminders_sent(office: Office, case: Case) -> int:
    return [letter.kind for letter in office.outbox(case)].count(LetterKind.INFORMATION_REMINDER)


def test_a_silent_customer_gets_one_friendly_letter_and_then_a_person_is_told(london: Office) -> None:
    case = planned(london, RequestType.ACCESS)
    london.approval.ask(case.case_id, by=AMINA, words="Which order do you mean?")

    for day in range(25):
        look(london, date(2026, 11, 25) + day * DAY)

    assert reminders_sent(london, case) == 1
    assert "Which order do you mean?" in london.mailer.to(JUNIPER)[-1].text
    told = [line for line in thread(london, case) if "has not answered" in line]
    assert told == [
        f"Copy of my data, case {case.number}: the customer has not answered our question. "
        "Approve, refuse, or ask again."
    ]


def test_who_answered_is_not_reminded(london: Office) -> None:
    case = planned(london, RequestType.ACCESS)
    london.approval.ask(case.case_id, by=AMINA, words="Which order?")
    london.work()
    london.receive(words="The second.", references=[london.outbox(case)[-1].mail.message_id])
    london.work()

    look(london, date(2026, 12, 4))

    assert reminders_sent(london, case) == 0


def test_where_the_clock_runs_a_silent_customer_is_reminded_in_the_first_third(london: Office) -> None:
    case = planned(london, law="CCPA")
    london.clock.moment = datetime(2026, 12, 28, 10, tzinfo=UTC)
    london.approval.ask(case.case_id, by=AMINA, words="Which account?")  # 11 days are left

    look(london, date(2026, 12, 31))

    assert reminders_sent(london, case) == 1


# Acknowledgements


def test_an_acknowledgement_that_cannot_leave_is_told_before_its_date(london: Office) -> None:
    london.mailer.faults.is_down = True
    case = london.ask(RequestType.COMPLAINT, words="under the CCPA")
    uk = london.ask(RequestType.COMPLAINT, words="under the UK GDPR, another one")

    look(london, date(2026, 12, 23))

    told = [line for line in thread(london, uk) if "confirmation of receipt" in line]
    assert uk.ack_due_on == date(2026, 12, 24)
    assert told == [
        f"@managers Complaint, case {uk.number}: our confirmation of receipt is not out yet: it is due "
        "Thu 24 Dec 2026. Is mail leaving?"
    ]
    assert case.ack_due_on is None


def test_an_acknowledgement_that_left_is_no_subject(london: Office) -> None:
    case = london.ask(RequestType.COMPLAINT, words="under the UK GDPR")

    look(london, date(2026, 12, 23))

    assert not any("confirmation of receipt" in line for line in thread(london, case))


# Coming breaches


def test_a_case_that_will_be_late_is_listed_a_week_ahead_and_told_once(london: Office) -> None:
    case = planned(london)
    assert london.reminders.list_breaches() == []

    look(london, date(2026, 12, 17))
    look(london, date(2026, 12, 18))

    (breach,) = london.reminders.list_breaches()
    assert (breach.number, breach.legal_date) == (case.number, date(2026, 12, 24))
    assert sum("will miss its legal date" in line for line in thread(london, case)) == 1


def test_a_job_for_a_case_that_is_gone_does_nothing(london: Office) -> None:
    with london.desk.new_unit() as unit:
        unit.jobs.enqueue(Job(name=JobName.REMIND, argument=f"{CaseId('nobody')}/legal/2026-12-24/past"))
        unit.jobs.enqueue(Job(name=JobName.REMIND, argument="nobody/review/waits"))
        unit.commit()

    london.work()

    assert london.jobs.count() == 0
