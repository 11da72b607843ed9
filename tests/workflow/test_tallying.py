"""Readings and decisions are counted once each, on the day that the office calls today."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.classification import Decision
from bot.domain.request import RequestType
from bot.domain.tally import Agreement, DecidedOn, DecisionTally, ReadingTally
from bot.store.tally_rows import TallySums
from bot.workflow.relabelling import Relabelling
from tests.fakes.kill import Killed
from tests.fakes.mail import FakeParser
from tests.fakes.office import AMINA, RULES, Office, opened

ERASURE, ACCESS = RequestType.ERASURE, RequestType.ACCESS
TUESDAY = date(2026, 11, 24)


@pytest.fixture
def in_california(tmp_path: Path) -> Iterator[Office]:
    yield from opened(tmp_path, rules=replace(RULES, zone=ZoneInfo("America/Los_Angeles")))


def readings(office: Office) -> tuple[ReadingTally, ...]:
    return TallySums(office.database).list_tallies().readings


def decisions(office: Office) -> tuple[DecisionTally, ...]:
    return TallySums(office.database).list_tallies().decisions


def unsure(office: Office, words: str = "[unsure erasure 0.6][unsure access 0.3]") -> None:
    office.receive(words=words)
    office.work()


def decide(office: Office, *labels: RequestType) -> None:
    open_review = next(review for review in office.reviews() if review.labels is None)
    office.review_desk.decide(open_review.review_id, labels=labels, by=AMINA)


def test_each_reading_is_counted_with_its_language_decision_and_model(office: Office) -> None:
    for words in ("[english] Where is my parcel?", "[english] And my refund?", "[german][unsure erasure 0.6]"):
        office.receive(words=words)
    office.work()

    found = [(tally.language, tally.decision, tally.messages) for tally in readings(office)]
    assert found == [("de", Decision.UNSURE, 1), ("en", Decision.NONE, 2)]
    assert {(tally.on, tally.model_version, tally.unknown_up_to) for tally in readings(office)} == {
        (TUESDAY, "fake-1", None)
    }


def test_a_message_is_counted_once_however_often_it_is_looked_at(office: Office) -> None:
    message_id = office.receive(words="[erasure 0.97]")
    office.work()

    office.triage.triage(message_id)

    assert sum(tally.messages for tally in readings(office)) == 1


def test_what_a_machine_sent_is_not_counted(office: Office) -> None:
    office.receive(words="Out of office", automatic=True)
    office.work()

    assert readings(office) == ()


def test_the_day_is_the_offices_own(in_california: Office) -> None:
    in_california.clock.advance(timedelta(hours=20))
    unsure(in_california)
    decide(in_california, ERASURE)

    assert [tally.on for tally in readings(in_california)] == [TUESDAY]
    assert [tally.on for tally in decisions(in_california)] == [TUESDAY]


@pytest.mark.parametrize("is_after", [False, True], ids=["before", "after"])
def test_a_kill_counts_once_or_not_at_all(office: Office, *, is_after: bool) -> None:
    message_id = office.receive(words="[unsure erasure 0.6]")
    office.switch.at_commit, office.switch.is_after = office.switch.commits + 1, is_after
    with pytest.raises(Killed):
        office.triage.triage(message_id)
    before = sum(tally.messages for tally in readings(office))

    office.triage.triage(message_id)

    assert before == is_after
    assert sum(tally.messages for tally in readings(office)) == 1


@pytest.mark.parametrize(
    ("chosen", "agreement"),
    [
        ([ERASURE], Agreement.AGREED),
        ([ACCESS], Agreement.PARTLY),
        ([RequestType.COMPLAINT], Agreement.DISAGREED),
        ([], Agreement.NOT_PRIVACY),
    ],
)
def test_a_reviewers_decision_is_counted_beside_the_suggestion(
    office: Office, chosen: list[RequestType], agreement: Agreement
) -> None:
    unsure(office)

    decide(office, *chosen)

    (counted,) = decisions(office)
    assert (counted.agreement, counted.decided_on, counted.decisions) == (agreement, DecidedOn.REVIEW, 1)
    assert (counted.model_version, counted.language) == ("fake-1", "und")


def test_a_correction_on_a_case_is_counted_apart(office: Office) -> None:
    case = office.planned(ERASURE)
    relabelling = Relabelling(
        desk=office.desk, parser=FakeParser(), opening=office.opening, correspondence=office.correspondence
    )

    relabelling.relabel(case.case_id, labels=[ACCESS], words="", by=AMINA)

    (counted,) = decisions(office)
    assert (counted.agreement, counted.decided_on) == (Agreement.DISAGREED, DecidedOn.CASE)


def test_nothing_of_the_message_is_counted_but_figures(office: Office) -> None:
    unsure(office, "[unsure erasure 0.6] Juniper Quillfeather, SO-9981, juniper.quillfeather@example.com")
    decide(office, ERASURE)

    written = f"{readings(office)}{decisions(office)}".lower()

    assert [word for word in ("juniper", "quillfeather", "9981", "@", "amina") if word in written] == []
