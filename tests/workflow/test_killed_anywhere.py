"""The process may be killed around any commit: nothing is lost and nothing is done twice."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.domain.action import ActionKind, ActionState, DataCategory, Kept, RetentionGround
from bot.domain.audit import verify_chain
from bot.domain.case import CaseState
from bot.domain.request import RequestType
from tests.fakes.kill import Killed
from tests.fakes.mail import raw_mail
from tests.fakes.office import AMINA, BRAM, JUNIPER, Office, opened

ABILITIES = {kind: frozenset({DataCategory.CONTACT, DataCategory.PURCHASES}) for kind in ActionKind}
LONGEST = 30
"""More commits than a whole journey has."""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    for office in opened(tmp_path):
        for system in office.systems.values():
            system.abilities = ABILITIES
        invoice = Kept(what="invoices", count=2, ground=RetentionGround.TAX, until=date(2026, 12, 4))
        office.systems["storefront"].people[JUNIPER].kept = (invoice,)
        yield office


def push(office: Office) -> None:
    """Everything that people and time do on the way of an erasure, as often as it takes."""
    office.intake.poll_mailbox(office.mailbox)
    office.wait(timedelta(minutes=5))
    for case in office.cases():
        if case.state is CaseState.AWAITING_VERIFICATION and case.proved_at is None:
            office.verification.confirm(office.token_for(case))
    office.wait(timedelta(minutes=5))
    for person in (AMINA, BRAM):
        for case in office.cases():
            if case.state is CaseState.AWAITING_APPROVAL and case.waits_for in {"approval", "second_approval"}:
                with office.desk.new_unit() as unit:
                    agreed = {each.by for each in unit.decisions.list_of(case.case_id, case.plan_hash)}
                if person.staff_id not in agreed:
                    office.approve(case, person)
    office.wait(timedelta(hours=80))
    if office.cases()[0].state is CaseState.FULFILLED:
        office.systems["storefront"].people[JUNIPER].release(DataCategory.PURCHASES)
        office.wait(timedelta(days=20))


def killed_once(office: Office) -> bool:
    """One journey with one death in it, and the process started again; False when the journey was shorter."""
    office.mailbox.put(raw_mail(JUNIPER, "[erasure 0.97]", message_id="<1@example.com>"), arrived_at=office.clock.now())
    has_died = False
    for _ in range(2):
        try:
            push(office)
        except Killed:
            has_died = True
            office.revive()
    return has_died


@pytest.mark.parametrize("is_after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("commit", range(1, LONGEST))
def test_an_erasure_survives_a_kill_around_any_commit(office: Office, commit: int, *, is_after: bool) -> None:
    office.switch.at_commit, office.switch.is_after = commit, is_after

    killed_once(office)

    (case,) = office.cases()
    assert case.state is CaseState.FULFILLED
    with office.desk.new_unit() as unit:
        assert {action.state for action in unit.actions.list_of(case.case_id)} == {ActionState.FINISHED}
        kept = [action.outcome for action in unit.actions.list_of(case.case_id) if action.outcome]
    assert sum(outcome.counts.get("profile", 0) for outcome in kept) == 4 + 2
    assert all(not outcome.kept for outcome in kept)
    for system in office.systems.values():
        assert set(system.effects.values()) == {1}
    assert office.approval_desk.posts == 1
    assert len(office.portal.tickets) == 1
    assert len(office.portal.notes) == 1
    assert Counter(letter.kind for letter in office.outbox(case)) == {
        "acknowledgement": 1,
        "identity_request": 1,
        "erasure_scheduled": 1,
        "erasure_done": 1,
        "kept_erased": 1,
    }
    assert set(office.everything_sent()) == {letter.mail.message_id for letter in office.outbox(case)}
    happened = Counter(office.happened())
    once = {"message_received", "message_triaged", "case_opened", "identity_proved", "plan_approved", "work_started"}
    assert {name: happened[name] for name in once} == dict.fromkeys(once, 1)
    assert happened["letter_sent"] == 5
    assert happened["case_fulfilled"] == 1
    verify_chain(office.events())
    assert office.waiting() == []


def test_the_journey_is_shorter_than_the_kills_tried(office: Office) -> None:
    office.switch.at_commit = LONGEST

    assert not killed_once(office)
    assert office.cases()[0].request_type is RequestType.ERASURE
    assert office.switch.commits > 20
