"""More time is given once, with a reason, before the first date, and the customer hears of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.case import Case, CaseState
from bot.domain.case_clock import refuse_by
from bot.domain.extension import ExtensionReason
from bot.domain.letter import LetterKind
from bot.domain.request import RequestType
from bot.errors import DecisionRefused, StaleVersion
from bot.workflow.desk import Desk
from tests.fakes.office import AMINA, JUNIPER, RULES, Office, opened

LONDON = ZoneInfo("Europe/London")
WORDS = "Your data stands in five systems, and one of them is being moved."


@pytest.fixture
def london(tmp_path: Path) -> Iterator[Office]:
    yield from opened(tmp_path, rules=replace(RULES, zone=LONDON, link_life=timedelta(days=30)))


def planned(office: Office, on: date, law: str = "UK GDPR", request_type: RequestType = RequestType.ERASURE) -> Case:
    office.clock.moment = datetime(on.year, on.month, on.day, 10, tzinfo=UTC)
    return office.planned(request_type, words=f"under the {law}")


def extend(office: Office, case: Case, words: str = WORDS) -> Case:
    return office.extending.extend(case.case_id, reason=ExtensionReason.COMPLEXITY, words=words, by=AMINA)


def move_to(office: Office, day: date) -> None:
    office.clock.moment = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("law", "received", "first", "last"),
    [
        ("UK GDPR", date(2026, 9, 3), date(2026, 10, 5), date(2026, 12, 3)),
        ("UK GDPR", date(2026, 10, 31), date(2026, 11, 30), date(2027, 2, 1)),
        ("UK GDPR", date(2027, 1, 31), date(2027, 3, 1), date(2027, 4, 30)),
        ("CCPA", date(2026, 11, 23), date(2027, 1, 7), date(2027, 2, 21)),
        ("CCPA", date(2026, 6, 30), date(2026, 8, 14), date(2026, 9, 28)),
        ("DSGVO", date(2026, 11, 30), date(2026, 12, 30), date(2027, 3, 1)),  # 28 Feb 2027 is a Sunday
    ],
)
def test_an_extension_sets_the_date_of_its_law_and_tells_it(
    london: Office, law: str, received: date, first: date, last: date
) -> None:
    case = planned(london, received, law)

    longer = extend(london, case)
    london.work()

    assert (longer.due_on, longer.extended_until) == (first, last)
    assert (longer.extended_at, longer.extension_reason) == (london.clock.now(), ExtensionReason.COMPLEXITY)
    letter = london.mailer.to(JUNIPER)[-1].text
    assert WORDS in letter
    assert f"{last.day} " in letter
    assert str(last.year) in letter
    (event,) = [event for event in london.events() if event.action == "case_extended"]
    assert event.actor == "staff:amina"
    assert (event.details["due_before"], event.details["due"]) == (first.isoformat(), last.isoformat())
    assert "Extended on" in london.approval_desk.approvals[case.case_id].notes[-1].text


def test_the_letter_and_the_date_are_written_in_one_unit_of_work(london: Office) -> None:
    case = planned(london, date(2026, 9, 3))
    before = len(london.outbox(case))

    extend(london, case)

    assert len(london.outbox(case)) == before + 1
    assert london.outbox(case)[-1].kind == "extension"


def test_a_case_is_extended_once(london: Office) -> None:
    case = planned(london, date(2026, 9, 3))
    extend(london, case)
    letters = len(london.outbox(case))

    with pytest.raises(DecisionRefused, match="extended already, to Thu 3 Dec 2026"):
        extend(london, case)

    assert len(london.outbox(case)) == letters


def test_the_day_before_the_first_date_is_in_time_and_the_day_itself_too_late(london: Office) -> None:
    case = planned(london, date(2026, 9, 3))
    move_to(london, date(2026, 10, 5))
    with pytest.raises(DecisionRefused, match="had to hear of it before Mon 5 Oct 2026"):
        extend(london, case)
    assert london.case(case.case_id) == case

    move_to(london, date(2026, 10, 4))
    assert extend(london, case).extended_until == date(2026, 12, 3)


def test_days_of_a_pause_do_not_make_an_extension_late(london: Office) -> None:
    case = planned(london, date(2026, 9, 3), request_type=RequestType.ACCESS)
    move_to(london, date(2026, 9, 10))
    london.approval.ask(case.case_id, by=AMINA, words="Which order?")
    move_to(london, date(2026, 10, 20))

    longer = extend(london, case)

    assert longer.extended_until == date(2026, 12, 3)


@pytest.mark.parametrize(
    ("request_type", "law"),
    [
        (RequestType.COMPLAINT, "UK GDPR"),
        (RequestType.NOTICE_QUESTION, "GDPR"),
        (RequestType.RESTRICTION, "CCPA"),
    ],
)
def test_what_no_law_extends_keeps_its_date(london: Office, request_type: RequestType, law: str) -> None:
    case = planned(london, date(2026, 9, 3), law, request_type)

    with pytest.raises(DecisionRefused, match="gives no more time for this request"):
        extend(london, case)

    assert london.case(case.case_id).extended_at is None


def test_a_closed_case_has_no_date_left(london: Office) -> None:
    case = planned(london, date(2026, 9, 3), request_type=RequestType.ACCESS)
    london.approve(case, AMINA)
    london.work()
    assert london.case(case.case_id).state is CaseState.FULFILLED

    with pytest.raises(DecisionRefused, match="closed"):
        extend(london, case)


@pytest.mark.parametrize(("words", "why"), [(" \n", "write why"), ("x" * 2_001, "fewer words")])
def test_without_fitting_words_nothing_is_extended(london: Office, words: str, why: str) -> None:
    case = planned(london, date(2026, 9, 3))

    with pytest.raises(DecisionRefused, match=why):
        extend(london, case, words)

    assert london.case(case.case_id).extended_at is None


def test_a_change_at_the_same_moment_only_makes_it_look_again(london: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    case = planned(london, date(2026, 9, 3))
    change, misses = Desk.change, ["one"]

    def change_late(desk: Desk, *given: Any, **more: Any) -> Case:
        if misses:
            misses.pop()
            raise StaleVersion("somebody was faster")
        return change(desk, *given, **more)

    monkeypatch.setattr(Desk, "change", change_late)
    longer = extend(london, case)

    assert longer.extended_until == date(2026, 12, 3)
    assert [letter.kind for letter in london.outbox(case)].count(LetterKind.EXTENSION) == 1


def test_an_extension_does_not_put_off_the_day_of_a_refusal_under_the_gdpr(london: Office) -> None:
    case = planned(london, date(2026, 9, 3), "DSGVO")

    longer = extend(london, case)

    assert refuse_by(longer, LONDON) == date(2026, 10, 5)
    assert refuse_by(case, LONDON) is None
