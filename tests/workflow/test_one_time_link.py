"""A link works once, for one thing, for a while, and looking at it uses nothing up."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from bot.domain.action import DataCategory
from bot.domain.case import CaseState, WaitsFor
from bot.domain.identity import ProofMethod
from bot.domain.keyring import token_hash
from bot.domain.request import DenialReason, RequestType
from bot.errors import LinkRefused
from tests.fakes.connector import FakePerson
from tests.fakes.office import AMINA, BRAM, JUNIPER, Office

STRANGER = "mallory@elsewhere.example.org"


# The link


def test_looking_at_the_page_uses_nothing_up_and_shows_nobody(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)
    token, before = office.token_for(case), office.events()

    for _ in range(3):
        view = office.verification.look(token)

    assert office.events() == before
    assert (view.may_confirm, view.may_stop) == (True, True)
    assert (view.number, view.state, view.waits_for) == (case.number, case.state, case.waits_for)
    assert JUNIPER not in repr(view)


def test_a_confirmation_works_once(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)
    token = office.token_for(case)

    view = office.verification.confirm(token)
    with pytest.raises(LinkRefused, match="used already"):
        office.verification.confirm(token)

    assert (view.may_confirm, view.may_stop) == (False, False)
    proved = office.case(case.case_id)
    assert proved.proof is ProofMethod.ONE_TIME_LINK
    assert proved.proved_at == office.clock.now()
    assert office.happened(case).count("identity_proved") == 1


def test_of_fifty_confirmations_at_once_one_counts(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)
    token = office.token_for(case)

    def press(_: int) -> bool:
        try:
            return bool(office.verification.confirm(token))
        except LinkRefused:
            return False

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(press, range(50))) == 1


def test_an_expired_link_proves_nothing(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)
    office.clock.advance(office.desk.rules.link_life)

    with pytest.raises(LinkRefused, match="too old"):
        office.verification.confirm(office.token_for(case))
    assert not office.verification.look(office.token_for(case)).may_confirm


@pytest.mark.parametrize("token", ["", "0" * 64, "ä", "x" * 10_000])
def test_a_link_that_is_none_of_ours_is_refused(office: Office, token: str) -> None:
    for press in (office.verification.look, office.verification.confirm, office.verification.stop):
        with pytest.raises(LinkRefused, match="does not work"):
            press(token)


def test_a_link_for_cancelling_proves_nothing(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)
    office.approve(case, AMINA, BRAM)
    token = office.token_for(case)

    with pytest.raises(LinkRefused, match="nothing left to confirm"):
        office.verification.confirm(token)

    assert office.verification.look(token).may_stop


def test_the_secret_of_a_link_is_not_stored(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)
    token = office.token_for(case)

    with office.desk.new_unit() as unit:
        link = unit.links.find(token_hash(token))
    assert link is not None
    assert token not in repr(link)


def test_who_did_not_ask_can_stop_it_and_it_is_over(office: Office) -> None:
    case = office.ask(RequestType.ERASURE, STRANGER, f"delete {JUNIPER}")

    view = office.verification.stop(office.token_for(case))
    office.wait(timedelta(days=4))

    assert view.state is CaseState.WITHDRAWN
    assert not view.may_stop
    assert office.case(case.case_id).state is CaseState.WITHDRAWN
    assert office.outbox(case)[-2].kind == "withdrawn"
    assert office.mailer.to(JUNIPER)[-1].message_id == office.outbox(case)[-2].mail.message_id
    assert len(office.mailer.to(STRANGER)) == 2
    assert office.portal.solved == ["1"]


def test_it_is_too_late_to_stop_once_systems_are_touched(office: Office) -> None:
    case = office.planned(RequestType.ERASURE)
    office.approve(case, AMINA, BRAM)
    token = office.token_for(case)
    office.clock.advance(timedelta(hours=71))
    office.fulfilment.start(case.case_id)

    with pytest.raises(LinkRefused, match="too late"):
        office.verification.stop(token)
    assert not office.verification.look(token).may_stop


def test_a_link_nobody_used_ends_the_case_in_time_and_says_so(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)

    office.wait(office.desk.rules.link_life + timedelta(minutes=1))

    ended = office.case(case.case_id)
    assert ended.state is CaseState.DENIED
    assert ended.denial_reason is DenialReason.INSUFFICIENT_VERIFICATION
    assert office.outbox(case)[-1].kind == "identity_expired"


def test_a_link_that_was_used_never_ends_the_case(office: Office) -> None:
    case = office.planned(RequestType.ACCESS)

    office.wait(timedelta(days=5))

    assert office.case(case.case_id).state is CaseState.AWAITING_APPROVAL


def test_the_legal_date_starts_at_the_proof_where_the_law_says_so(office: Office) -> None:
    office.receive(words="under the UK GDPR: [access 0.97]", subject="x")
    office.work()
    (case,) = office.cases()
    assert case.due_on == date(2026, 12, 24)
    office.wait(timedelta(days=2))

    proved = office.prove(case)

    assert proved.due_on > case.due_on


def test_categories_the_person_has_no_data_in_change_nothing_of_the_proof(office: Office) -> None:
    office.systems["storefront"].people[JUNIPER] = FakePerson(records={DataCategory.CONTACT: 1})

    assert office.planned(RequestType.ACCESS).waits_for is WaitsFor.APPROVAL
