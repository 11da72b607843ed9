"""An order number told later: the person is looked for again, and links sent before are worth nothing."""

from datetime import timedelta

import pytest

from bot.domain.case import CaseState, WaitsFor
from bot.domain.request import RequestType
from bot.errors import LinkRefused
from tests.fakes.office import AMINA, JUNIPER, Office, a_customer
from tests.workflow.test_replies import reply

STRANGER = "mallory@elsewhere.example.org"
KIRA = "kira.quillfeather@example.net"


def test_an_order_number_in_a_reply_finds_whom_the_address_did_not(office: Office) -> None:
    office.systems["payments"].people[JUNIPER].orders = ("SO-884213",)
    case = office.ask(RequestType.ACCESS, "juniper@new.example.net")
    old = office.token_for(case)

    reply(office, case, "here is my order number: SO-884213", "juniper@new.example.net")

    found = office.case(case.case_id)
    assert (found.payload.is_on_file, found.payload.subject.address.value) == (True, JUNIPER)
    assert any("/c/" in mail.text for mail in office.mailer.to(JUNIPER))
    with pytest.raises(LinkRefused):
        office.verification.confirm(old)
    assert office.prove(case).state is CaseState.AWAITING_APPROVAL


def test_the_writer_cannot_tell_from_their_old_link_whether_anybody_was_found(office: Office) -> None:
    office.systems["payments"].people[JUNIPER].orders = ("SO-884213",)
    told_apart = []
    for sender, order in (("one@new.example.net", "SO-884213"), ("two@new.example.net", "SO-000001")):
        case = office.ask(RequestType.ACCESS, sender)
        old = office.token_for(case)
        reply(office, case, f"my order is {order}", sender)
        told_apart.append((len(office.mailer.to(sender)), office.verification.look(old).may_confirm))

    assert told_apart[0] == told_apart[1]


def test_an_order_number_moves_no_case_whose_person_is_known(office: Office) -> None:
    office.systems["payments"].people["anna@example.org"] = office.systems["payments"].people[JUNIPER]
    case = office.ask(RequestType.ACCESS)

    reply(office, case, "my order is SO-884213")

    assert office.case(case.case_id).payload.subject.address.value == JUNIPER
    assert office.verification.look(office.token_for(case)).may_confirm
    assert "identifiers_added" not in office.happened(case)


def test_a_case_whose_new_number_leads_nowhere_still_ends(office: Office) -> None:
    case = office.ask(RequestType.ACCESS, STRANGER)
    reply(office, case, "my order is SO-000001", STRANGER)

    office.wait(timedelta(hours=80))

    assert office.case(case.case_id).state is CaseState.DENIED


@pytest.mark.parametrize("is_one_of_them", [True, False])
def test_where_a_number_told_later_fits_several_a_person_picks_and_a_fresh_link_follows(
    office: Office, is_one_of_them: bool
) -> None:
    """Fails when a case that had its links is planned without a proof, or waits for ever."""
    office.systems["storefront"].people[JUNIPER].orders = ("SO-1",)
    office.systems["payments"].people[KIRA] = a_customer(orders=("SO-1",))
    case = office.ask(RequestType.ACCESS, STRANGER)
    reply(office, case, "my order is SO-1", STRANGER)
    asked = office.case(case.case_id)
    assert (asked.state, asked.waits_for) == (CaseState.AWAITING_VERIFICATION, WaitsFor.WHICH_PERSON)

    (kira,) = [each.key for each in asked.payload.candidates if each.subject.address.value == KIRA]
    office.verification.pick(case.case_id, choice=kira if is_one_of_them else None, by=AMINA)
    office.work()

    picked = office.case(case.case_id)
    assert picked.waits_for is WaitsFor.IDENTITY_PROOF
    assert picked.payload.subject.address.value == (KIRA if is_one_of_them else STRANGER)
    assert office.prove(case).state is CaseState.AWAITING_APPROVAL
