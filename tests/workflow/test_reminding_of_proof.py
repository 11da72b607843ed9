"""Two days after the link one reminder goes out, to whoever got the link, and to nobody when it is over."""

from datetime import timedelta

import pytest

from bot.domain.case import Case, CaseState
from bot.domain.job import JobName
from bot.domain.request import RequestType
from tests.fakes.office import JUNIPER, Office

STRANGER = "mallory@elsewhere.example.org"
TWO_DAYS = timedelta(hours=48)


def reminders(office: Office, case: Case) -> list[str]:
    return [letter.mail.to.value for letter in office.outbox(case) if letter.kind == "identity_reminder"]


@pytest.mark.parametrize("sender", [JUNIPER, STRANGER], ids=["known", "unknown"])
def test_two_days_of_silence_bring_one_reminder_with_the_same_link(office: Office, sender: str) -> None:
    case = office.ask(RequestType.ACCESS, sender)
    office.wait(TWO_DAYS - timedelta(minutes=1))
    assert reminders(office, case) == []

    office.wait(timedelta(minutes=2))

    assert reminders(office, case) == [sender]
    reminder = office.mailer.to(sender)[-1]
    assert office.token_for(case) in reminder.text
    assert reminder.subject.startswith("Reminder: please confirm")
    office.wait(timedelta(days=30))
    assert reminders(office, case) == [sender]


def test_the_reminded_link_still_works(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)
    office.wait(timedelta(hours=50))

    assert office.prove(case).state is CaseState.AWAITING_APPROVAL


def test_who_proved_or_stopped_it_is_not_reminded(office: Office) -> None:
    proved, stopped = office.ask(RequestType.ACCESS), office.ask(RequestType.ERASURE)
    office.prove(proved)
    office.verification.stop(office.token_for(stopped))

    office.wait(timedelta(days=4))

    assert reminders(office, proved) == reminders(office, stopped) == []


def test_a_stranger_whom_somebody_named_is_not_reminded(office: Office) -> None:
    case = office.ask(RequestType.ACCESS, STRANGER, "all about nobody@example.net")

    office.wait(timedelta(days=4))

    assert reminders(office, case) == []


def test_a_fresh_link_takes_the_reminder_with_it_and_it_stays_one(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)
    office.wait(timedelta(hours=40))
    office.receive(words="did you get my mail? [access 0.97]")
    office.work()

    office.wait(timedelta(hours=10))
    assert reminders(office, case) == []
    office.wait(timedelta(hours=60))

    assert reminders(office, case) == [JUNIPER]


def test_the_same_timer_twice_reminds_once(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)
    (link,) = [argument for name, argument in office.waiting() if name == JobName.REMIND_PROOF]
    office.wait(TWO_DAYS)

    office.worker.work[JobName.REMIND_PROOF](link)
    office.work()

    assert reminders(office, case) == [JUNIPER]
    assert office.happened(case).count("identity_reminded") == 1
