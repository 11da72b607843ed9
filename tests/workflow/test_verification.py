"""Who is this person, and does the holder of the address on file agree?"""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from bot.domain.action import DataCategory
from bot.domain.case import Case, CaseState, WaitsFor
from bot.domain.identity import ProofMethod
from bot.domain.keyring import token_hash
from bot.domain.message import MessageId
from bot.domain.request import DenialReason, RequestType
from bot.errors import LinkRefused
from tests.fakes.connector import FakePerson
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
    assert [letter.kind for letter in office.outbox(case)] == ["acknowledgement", "identity_request"]
    (thanks,) = office.mailer.to(STRANGER)
    (link,) = office.mailer.to(JUNIPER)
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
    own_words = request_type in {RequestType.COMPLAINT, RequestType.NOTICE_QUESTION}
    assert len(office.mailer.to(STRANGER)) == (2 if own_words else 1)
    assert not any("Storefront" in mail.text or mail.attachments for mail in office.mailer.to(STRANGER))


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
    assert office.mailer.to(JUNIPER)[-1].message_id == office.outbox(case)[-1].mail.message_id
    assert len(office.mailer.to(STRANGER)) == 1
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
