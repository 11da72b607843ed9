"""Every approved action once, one failing system never holding up the others, then the answer."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.domain.action import Action, ActionOutcome, ActionState, DataCategory, Kept, RetentionGround
from bot.domain.case import Case, CaseState, WaitsFor
from bot.domain.identity import DataSubject
from bot.domain.request import Language, RequestType
from bot.domain.suppression import SuppressionKind
from bot.workflow.fulfilment import Fulfilment
from tests.fakes.connector import FakeConnector
from tests.fakes.office import AMINA, BRAM, JUNIPER, Office, desk_on_sqlite


def actions_of(office: Office, case: Case) -> tuple[Action, ...]:
    with office.desk.new_unit() as unit:
        return unit.actions.list_of(case.case_id)


def suppressed(office: Office, case: Case) -> set[SuppressionKind]:
    with office.desk.new_unit() as unit:
        return {entry.kind for entry in unit.suppressions.list_of(case.subject_key)}


def approved(office: Office, request_type: RequestType = RequestType.ACCESS, **more: str) -> Case:
    """A case that is agreed to, its start still waiting."""
    return office.approve(office.planned(request_type, **more), AMINA)


def without(office: Office, name: str) -> Fulfilment:
    """The step once a system is no longer connected."""
    rest = tuple(system for system in office.systems.values() if system.system != name)
    return replace(office.fulfilment, connectors=rest)


# Done once


def test_every_action_runs_once_and_the_answer_ends_the_case(office: Office) -> None:
    case = approved(office)

    office.work()

    done = office.case(case.case_id)
    assert done.state is CaseState.FULFILLED
    assert done.closed_at == office.clock.now()
    for system in office.systems.values():
        assert set(system.effects.values()) == {1}
        assert len(system.effects) == len(DataCategory)
    assert office.outbox(case)[-1].kind == "access_ready"


def test_the_case_is_fulfilled_only_when_the_answer_has_left(office: Office) -> None:
    case = approved(office)
    office.mailer.faults.is_down = True
    office.work()

    answering = office.case(case.case_id)
    assert (answering.state, answering.waits_for) == (CaseState.IN_FULFILMENT, WaitsFor.NOTHING)

    office.mailer.faults.is_down = False
    office.wait(timedelta(hours=1))
    assert office.case(case.case_id).state is CaseState.FULFILLED


def test_a_deed_whose_answer_was_lost_is_done_once(office: Office) -> None:
    case = approved(office)
    office.systems["payments"].faults.lose_answers(8)

    office.wait(timedelta(hours=1))

    assert office.case(case.case_id).state is CaseState.FULFILLED
    assert set(office.systems["payments"].effects.values()) == {1}


def test_a_copy_of_data_is_sent_along_as_page_and_as_json(office: Office) -> None:
    approved(office)
    office.work()

    page, plain = office.mailer.to(JUNIPER)[-1].attachments
    assert (page.name, plain.name) == ("my-data-26-0001.html", "my-data-26-0001.json")
    assert office.letters.phrasebooks[Language.EN].system("storefront", "").encode() in page.content
    assert "payment_information" in json.dumps(json.loads(plain.content))


def test_only_a_copy_carries_files(office: Office) -> None:
    approved(office, RequestType.RESTRICTION)
    office.work()

    assert office.mailer.to(JUNIPER)[-1].attachments == ()


def test_a_copy_names_a_system_that_is_no_longer_connected_by_its_key(tmp_path: Path) -> None:
    office = desk_on_sqlite(tmp_path, systems=["loyalty"])
    case = approved(office)
    office.fulfilment.start(case.case_id)
    for action in actions_of(office, case):
        office.fulfilment.perform(action.action_id)

    without(office, "loyalty").conclude(case.case_id)

    assert b"loyalty" in office.outbox(case)[-1].mail.attachments[0].content


# Starting


def test_a_start_that_comes_twice_starts_once(office: Office) -> None:
    case = approved(office)

    office.fulfilment.start(case.case_id)
    office.fulfilment.start(case.case_id)

    assert office.happened(case).count("work_started") == 1
    assert Counter(name for name, _ in office.waiting())["perform"] == 2 * len(DataCategory)


def test_a_case_withdrawn_while_the_plan_is_checked_again_does_not_start(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)
    office.approve(case, AMINA, BRAM)
    token = office.token_for(case)
    preview = office.planning.preview

    class Slow:
        def preview(self, case: Case, shown: tuple[Action, ...]) -> tuple[Action, ...]:
            office.verification.stop(token)
            return preview(case, shown)

    office.fulfilment = replace(office.fulfilment, planning=Slow())  # type: ignore[arg-type]
    office.fulfilment.start(case.case_id)

    assert office.case(case.case_id).state is CaseState.WITHDRAWN


@pytest.mark.parametrize("down_when_shown", [True, False])
def test_a_system_that_cannot_be_asked_about_the_plan_does_not_void_the_yes(
    office: Office, *, down_when_shown: bool
) -> None:
    payments = office.systems["payments"]
    payments.faults.is_down = down_when_shown
    case = office.planned(RequestType.ACCESS)
    office.approve(case, AMINA)
    payments.faults.is_down = not down_when_shown
    office.work()
    payments.faults.is_down = False
    office.wait(timedelta(hours=2))

    assert "approval_void" not in office.happened(case)
    assert office.case(case.case_id).state is CaseState.FULFILLED


def test_an_action_of_a_case_that_has_not_begun_is_not_performed(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)

    office.fulfilment.perform(actions_of(office, case)[0].action_id)

    assert not office.systems["storefront"].effects


def test_a_finished_action_is_not_performed_again(office: Office) -> None:
    case = approved(office)
    office.work()
    calls = office.systems["storefront"].faults.calls

    office.fulfilment.perform(actions_of(office, case)[0].action_id)

    assert office.systems["storefront"].faults.calls == calls


# Concluding


def test_each_end_of_an_action_asks_for_the_conclusion_lest_two_at_once_both_leave_it_to_the_other(
    office: Office,
) -> None:
    case = approved(office)
    office.fulfilment.start(case.case_id)

    for number, action in enumerate(actions_of(office, case), start=1):
        office.fulfilment.perform(action.action_id)
        assert Counter(office.waiting())["conclude", case.case_id] == number


def test_the_answer_is_written_once_and_not_before_all_is_done(office: Office) -> None:
    case = approved(office)
    office.fulfilment.start(case.case_id)
    office.fulfilment.conclude(case.case_id)
    assert "work_finished" not in office.happened(case)

    office.work()
    office.fulfilment.conclude(case.case_id)

    assert office.happened(case).count("work_finished") == 1


def test_an_erasure_says_what_stays_and_why(office: Office) -> None:
    office.systems["storefront"].people[JUNIPER].kept = (
        Kept(what="invoices", count=2, ground=RetentionGround.TAX, until=date(2032, 12, 31)),
    )
    case = office.planned(RequestType.ERASURE)
    office.approve(case, AMINA, BRAM)
    office.wait(timedelta(hours=80))

    assert "2032" in office.mailer.to(JUNIPER)[-1].text
    assert office.case(case.case_id).state is CaseState.FULFILLED


# Keeping out


@pytest.mark.parametrize(
    ("request_type", "words", "kinds"),
    [
        (RequestType.ERASURE, "", {"re_import", "marketing", "advertising"}),
        (RequestType.RESTRICTION, "", {"processing"}),
        (RequestType.MARKETING_OPT_OUT, "", {"marketing"}),
        (RequestType.MARKETING_OPT_OUT, "[service messages too]", {"marketing", "service_messages"}),
        (RequestType.ADVERTISING_OPT_OUT, "", {"advertising"}),
        (RequestType.ACCESS, "", set()),
        (RequestType.NOTICE_QUESTION, "", set()),
    ],
)
def test_who_must_stay_out_is_on_the_list_before_any_system_is_touched(
    office: Office, request_type: RequestType, words: str, kinds: set[str]
) -> None:
    for system in office.systems.values():
        system.abilities = {kind: frozenset({DataCategory.CONTACT}) for kind in system.abilities}
    case = office.planned(request_type, words=words)
    people = [AMINA, BRAM][: 2 if request_type is RequestType.ERASURE else 1]
    if case.state is CaseState.AWAITING_APPROVAL:
        office.approve(case, *people)
        office.fulfilment.start(case.case_id)

    assert suppressed(office, case) == kinds


def test_a_connector_that_breaks_its_promise_is_not_believed(office: Office) -> None:
    class Broken(FakeConnector):
        def perform(self, action: Action, subject: DataSubject) -> ActionOutcome:
            raise KeyError("a fault of ours")

    case = approved(office)
    office.fulfilment.start(case.case_id)
    action = actions_of(office, case)[0]
    broken = Broken(system=action.system, faults=office.systems["storefront"].faults)

    with pytest.raises(KeyError):
        replace(office.fulfilment, connectors=(broken,)).perform(action.action_id)

    assert actions_of(office, case)[0].state is ActionState.STARTED
    office.work()
    assert office.case(case.case_id).state is CaseState.FULFILLED
