"""Who is this person, and does the holder of the address on file agree?"""

from datetime import timedelta

import pytest

from bot.domain.case import Case, CaseState, WaitsFor
from bot.domain.identity import ProofMethod
from bot.domain.message import MessageId
from bot.domain.request import RequestType
from tests.fakes.office import AMINA, BRAM, JUNIPER, Office, a_customer

STRANGER = "mallory@elsewhere.example.org"
PROVED_TYPES = [RequestType.ERASURE, RequestType.ACCESS, RequestType.PORTABILITY, RequestType.RECTIFICATION]
OPT_OUTS = [RequestType.MARKETING_OPT_OUT, RequestType.ADVERTISING_OPT_OUT]


def shape_of_letters(office: Office, case: Case) -> list[tuple[str, str, str]]:
    """Kinds, subjects and texts without what differs from case to case by design: number and link."""
    token = office.token_for(case)
    return [
        (
            letter.kind,
            letter.mail.subject.replace(case.number, "#"),
            letter.mail.text.replace(case.number, "#").replace(token, "?"),
        )
        for letter in office.outbox(case)
    ]


# Who has to prove it


@pytest.mark.parametrize("request_type", PROVED_TYPES)
def test_nothing_is_planned_before_the_holder_of_the_address_on_file_agrees(
    office: Office, request_type: RequestType
) -> None:
    case = office.ask(request_type)
    office.wait(timedelta(hours=1))

    assert office.case(case.case_id).state is CaseState.AWAITING_VERIFICATION
    assert office.count("actions") == 0
    assert office.approval_desk.posts == 0


@pytest.mark.parametrize("request_type", OPT_OUTS)
@pytest.mark.parametrize("sender", [JUNIPER, STRANGER])
def test_an_opt_out_never_waits_for_a_proof(office: Office, request_type: RequestType, sender: str) -> None:
    case = office.ask(request_type, sender)

    done = office.case(case.case_id)
    assert done.state is CaseState.FULFILLED
    assert done.proof is ProofMethod.NONE
    assert office.count("links") == 0


@pytest.mark.parametrize("request_type", OPT_OUTS)
def test_an_opt_out_of_somebody_unknown_waits_for_no_system_that_is_down(
    office: Office, request_type: RequestType
) -> None:
    office.systems["payments"].faults.is_down = True

    case = office.ask(request_type, STRANGER)

    assert case.state is CaseState.IN_FULFILMENT
    assert office.systems["storefront"].effects
    assert not office.systems["payments"].effects


# Whose address


def test_the_link_goes_to_the_address_on_file_and_not_to_the_address_that_wrote(office: Office) -> None:
    case = office.ask(RequestType.ERASURE, STRANGER, f"delete everything about {JUNIPER}")

    assert case.payload.subject.address.value == JUNIPER
    assert [letter.kind for letter in office.outbox(case)] == ["acknowledgement", "alert", "identity_request"]
    (thanks,) = office.mailer.to(STRANGER)
    _, link = office.mailer.to(JUNIPER)
    assert "/c/" not in thanks.text
    assert office.token_for(case) in link.text
    assert link.references == ()


@pytest.mark.parametrize("request_type", RequestType)
def test_who_writes_about_somebody_elses_address_learns_nothing_but_that_we_got_the_mail(
    office: Office, request_type: RequestType
) -> None:
    case = office.ask(request_type, STRANGER, f"this is about {JUNIPER}, order SO-1, name: A -> B")
    if case.waits_for is WaitsFor.IDENTITY_PROOF:
        case = office.prove(case)
    if case.waits_for is WaitsFor.ANSWER:
        office.approval.write_answer(case.case_id, answer="We looked into it.", by=AMINA)
    if office.case(case.case_id).state is CaseState.AWAITING_APPROVAL:
        office.approve(case, *[AMINA, BRAM][: 2 if request_type is RequestType.ERASURE else 1])
    office.wait(timedelta(hours=80))

    assert office.case(case.case_id).state is CaseState.FULFILLED
    if request_type in PROVED_TYPES:
        assert len(office.mailer.to(STRANGER)) == 1
    for mail in office.mailer.to(STRANGER):
        assert mail.attachments == ()
        assert JUNIPER not in mail.text
        assert "1 profile" not in mail.text


def test_an_address_of_the_writer_that_we_know_comes_before_any_they_name(office: Office) -> None:
    office.systems["payments"].people[STRANGER] = a_customer()

    case = office.ask(RequestType.ACCESS, STRANGER, f"everything about {JUNIPER}")

    assert case.payload.subject.address.value == STRANGER


def test_an_order_number_leads_to_the_address_on_file(office: Office) -> None:
    office.systems["storefront"].people[JUNIPER].orders = ("SO-884213",)

    case = office.ask(RequestType.ACCESS, "new.address@example.org", "my order was SO-884213")

    assert case.payload.subject.address.value == JUNIPER
    assert case.subject_key == office.desk.keyring.subject_key(case.payload.subject.address)


def test_known_and_unknown_people_get_the_same_letters(office: Office) -> None:
    known = office.ask(RequestType.ACCESS, JUNIPER)
    unknown = office.ask(RequestType.ACCESS, STRANGER)

    assert shape_of_letters(office, known) == shape_of_letters(office, unknown)
    assert {letter.mail.to.value for letter in office.outbox(unknown)} == {STRANGER}


def test_somebody_unknown_who_proves_their_address_hears_that_we_hold_nothing(office: Office) -> None:
    case = office.prove(office.ask(RequestType.ACCESS, STRANGER))
    office.approve(case, AMINA)
    office.work()

    assert office.case(case.case_id).state is CaseState.FULFILLED
    assert len(office.mailer.to(STRANGER)) == 3


# Systems that do not answer


def test_a_system_that_is_down_does_not_matter_once_another_knows_the_person(office: Office) -> None:
    office.systems["payments"].faults.is_down = True

    case = office.ask(RequestType.ACCESS)

    assert case.waits_for is WaitsFor.IDENTITY_PROOF


def test_while_nobody_found_somebody_a_system_that_is_down_is_asked_again(office: Office) -> None:
    del office.systems["storefront"].people[JUNIPER]
    office.systems["payments"].faults.is_down = True
    case = office.ask(RequestType.ACCESS, "alias@example.org", f"I am {JUNIPER}")
    assert case.state is CaseState.RECEIVED

    office.systems["payments"].faults.is_down = False
    office.wait(timedelta(minutes=5))

    found = office.case(case.case_id)
    assert found.waits_for is WaitsFor.IDENTITY_PROOF
    assert found.payload.subject.address.value == JUNIPER


def test_after_half_a_day_the_link_goes_out_whatever_is_down(office: Office) -> None:
    for system in office.systems.values():
        system.faults.is_down = True
    case = office.ask(RequestType.ACCESS)

    office.wait(timedelta(hours=14))

    assert office.case(case.case_id).waits_for is WaitsFor.IDENTITY_PROOF
    assert office.token_for(case) in office.mailer.to(JUNIPER)[-1].text


def test_a_system_that_refuses_for_good_is_passed_over(office: Office) -> None:
    office.systems["storefront"].faults.refuse()

    case = office.ask(RequestType.ACCESS)

    assert case.waits_for is WaitsFor.IDENTITY_PROOF


def test_looking_somebody_up_again_changes_nothing(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)
    before = office.events()

    office.verification.find_subject(case.case_id)

    assert office.events() == before


def test_a_case_that_moved_on_while_we_looked_somebody_up_is_left_as_it_is(office: Office) -> None:
    office.receive(words="[access 0.97]")
    office.triage.triage(MessageId(office.waiting()[0][1]))
    (case,) = office.cases()
    storefront = office.systems["storefront"]

    def meanwhile() -> bool:
        if not storefront.faults.calls:
            storefront.faults.calls += 1
            office.verification.find_subject(case.case_id)
        return False

    storefront.faults.is_writing = meanwhile
    office.verification.find_subject(case.case_id)

    assert office.happened(case).count("identity_asked") == 1
