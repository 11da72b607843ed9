"""What a message names is looked up everywhere; where several people fit, one of ours picks, and nobody is guessed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.domain.case import Case, CaseState, WaitsFor
from bot.domain.identity import SubjectKey
from bot.domain.policy import POLICY
from bot.domain.request import RequestType
from bot.errors import DecisionRefused
from tests.fakes.office import AMINA, BRAM, JUNIPER, Office, a_customer

STRANGER = "new.address@elsewhere.example.org"
KIRA = "kira.quillfeather@example.net"
PROVED = [each for each, row in POLICY.items() if row.needs_identity]
OPT_OUTS = [each for each, row in POLICY.items() if row.may_be_automatic]


def two_fit(office: Office, request_type: RequestType = RequestType.ACCESS) -> Case:
    """The storefront knows the order as Juniper's, the payments as Kira's."""
    office.systems["storefront"].people[JUNIPER].orders = ("SO-1",)
    office.systems["payments"].people[KIRA] = a_customer(orders=("SO-1",), name="Kira Quillfeather")
    return office.ask(request_type, STRANGER, "my order was SO-1")


def key_of(office: Office, case: Case, address: str) -> SubjectKey:
    (key,) = [each.key for each in case.payload.candidates if each.subject.address.value == address]
    assert key is not None
    return key


@pytest.mark.parametrize("request_type", PROVED)
def test_where_systems_disagree_on_who_it_is_a_person_picks_and_nobody_is_written_to(
    office: Office, request_type: RequestType
) -> None:
    """Fails when the first system that knows somebody decides."""
    case = two_fit(office, request_type)

    assert (case.state, case.waits_for) == (CaseState.RECEIVED, WaitsFor.WHICH_PERSON)
    assert [(each.subject.address.value, each.systems, each.fits) for each in case.payload.candidates] == [
        (JUNIPER, ("storefront",), ("order number",)),
        (KIRA, ("payments",), ("order number",)),
    ]
    assert office.mailer.to(JUNIPER) == office.mailer.to(KIRA) == []
    assert office.count("links") == 0
    assert "2 people" in office.approval_desk.approvals[case.case_id].warning


def test_the_card_names_nobody_of_those_who_fit(office: Office) -> None:
    case = two_fit(office)

    card = repr(office.approval_desk.approvals[case.case_id])
    assert JUNIPER not in card
    assert KIRA not in card


def test_two_people_named_in_one_message_are_both_candidates(office: Office) -> None:
    office.systems["payments"].people[KIRA] = a_customer()

    case = office.ask(RequestType.ACCESS, STRANGER, f"{JUNIPER} or {KIRA}")

    assert len(case.payload.candidates) == 2


def test_several_systems_that_agree_make_one_person(office: Office) -> None:
    for system in office.systems.values():
        system.people[JUNIPER].orders = ("SO-1",)

    case = office.ask(RequestType.ACCESS, STRANGER, "my order was SO-1")

    assert case.waits_for is WaitsFor.IDENTITY_PROOF
    assert case.payload.subject.address.value == JUNIPER


def test_who_writes_from_an_address_on_file_is_that_person_whatever_else_fits(office: Office) -> None:
    office.systems["payments"].people[KIRA] = a_customer(orders=("SO-1",))

    case = office.ask(RequestType.ACCESS, JUNIPER, "my order was SO-1")

    assert case.waits_for is WaitsFor.IDENTITY_PROOF
    assert case.payload.subject.address.value == JUNIPER


@pytest.mark.parametrize("request_type", OPT_OUTS)
def test_an_opt_out_never_waits_for_somebody_to_pick(office: Office, request_type: RequestType) -> None:
    assert two_fit(office, request_type).state is CaseState.FULFILLED


# Picking


def test_who_is_picked_is_asked_for_proof_like_anybody(office: Office) -> None:
    """Fails when picking counts as proof."""
    case = two_fit(office)

    office.verification.pick(case.case_id, choice=key_of(office, case, KIRA), by=AMINA)
    office.work()

    picked = office.case(case.case_id)
    assert (picked.state, picked.waits_for) == (CaseState.AWAITING_VERIFICATION, WaitsFor.IDENTITY_PROOF)
    assert picked.proved_at is None
    assert picked.payload.subject.address.value == KIRA
    assert picked.payload.candidates == ()
    assert [letter.kind for letter in office.outbox(case)] == ["acknowledgement", "alert", "identity_request"]
    assert office.mailer.to(JUNIPER) == []
    assert office.token_for(case) in office.mailer.to(KIRA)[-1].text


def test_the_choice_is_written_down_without_naming_anybody(office: Office) -> None:
    case = two_fit(office)
    key = key_of(office, case, KIRA)

    office.verification.pick(case.case_id, choice=key, by=AMINA)

    (event,) = [each for each in office.events() if each.action == "person_picked"]
    assert event.actor == "staff:amina"
    assert (event.details["picked"], event.details["of"]) == (key, "2")
    assert KIRA not in repr(event)


def test_nobody_of_them_is_answered_like_somebody_unknown(office: Office) -> None:
    case = two_fit(office)

    office.verification.pick(case.case_id, choice=None, by=AMINA)
    office.work()

    picked = office.case(case.case_id)
    assert picked.waits_for is WaitsFor.IDENTITY_PROOF
    assert not picked.payload.is_on_file
    assert picked.payload.subject.address.value == STRANGER


def test_a_picked_case_goes_its_whole_way_on_one_card(office: Office) -> None:
    case = two_fit(office)
    office.verification.pick(case.case_id, choice=key_of(office, case, JUNIPER), by=AMINA)
    office.work()

    case = office.prove(office.case(case.case_id))
    assert office.approval_desk.approvals[case.case_id].plan_hash == case.plan_hash
    office.approve(case, BRAM)
    office.work()

    assert office.case(case.case_id).state is CaseState.FULFILLED
    assert len(office.mailer.to(STRANGER)) == 1


def test_somebody_who_does_not_fit_cannot_be_picked(office: Office) -> None:
    case = two_fit(office)

    with pytest.raises(DecisionRefused, match="not among those who fit"):
        office.verification.pick(case.case_id, choice=SubjectKey("0" * 64), by=AMINA)

    assert office.case(case.case_id) == case


def test_picking_twice_counts_once(office: Office) -> None:
    case = two_fit(office)
    office.verification.pick(case.case_id, choice=None, by=AMINA)

    with pytest.raises(DecisionRefused, match="Nobody has to be picked"):
        office.verification.pick(case.case_id, choice=key_of(office, case, KIRA), by=BRAM)

    assert office.happened(case).count("person_picked") == 1


def test_of_many_picks_at_once_one_counts(office: Office) -> None:
    case = two_fit(office)
    keys = [each.key for each in case.payload.candidates]

    def press(turn: int) -> bool:
        try:
            return bool(office.verification.pick(case.case_id, choice=keys[turn % 2], by=AMINA))
        except DecisionRefused:
            return False

    with ThreadPoolExecutor(5) as pool:
        assert sum(pool.map(press, range(20))) == 1
    assert office.happened(case).count("person_picked") == 1


def test_a_case_that_ended_meanwhile_takes_no_choice(office: Office) -> None:
    case = two_fit(office)
    office.receive(STRANGER, "[takes back]", references=[office.outbox(case)[0].mail.message_id])
    office.work()
    office.approval.withdraw(case.case_id, by=AMINA)

    with pytest.raises(DecisionRefused, match="Nobody has to be picked"):
        office.verification.pick(case.case_id, choice=None, by=BRAM)


def test_looking_again_while_somebody_has_to_pick_changes_nothing(office: Office) -> None:
    case = two_fit(office)
    before = office.events()

    office.verification.find_subject(case.case_id)
    office.wait(timedelta(days=3))

    assert office.events() == before
    assert office.case(case.case_id).waits_for is WaitsFor.WHICH_PERSON


def test_a_list_of_other_peoples_addresses_is_not_walked_to_its_end(office: Office) -> None:
    many = " ".join(f"person{number}@example.net" for number in range(40))
    office.systems["payments"].people["person30@example.net"] = a_customer()

    case = office.ask(RequestType.ACCESS, STRANGER, many)

    assert not case.payload.is_on_file
