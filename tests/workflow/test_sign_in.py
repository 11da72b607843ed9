"""Our own people sign in with a link that works once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.case import StaffId
from bot.domain.staff import StaffDirectory
from bot.errors import LinkRefused, NotFound
from tests.fakes.office import AMINA, BRAM, Office


def invited(office: Office) -> str:
    """The token in a fresh invitation for Amina."""
    address = office.sign_in.invite(AMINA.staff_id)
    assert address.startswith("https://desk.example.com/sign-in/")
    return address.rpartition("/")[2]


def test_an_invitation_opens_one_session(office: Office) -> None:
    session = office.sign_in.redeem(invited(office))

    assert office.sign_in.find_member(session) == AMINA


def test_an_invitation_works_once(office: Office) -> None:
    token = invited(office)
    office.sign_in.redeem(token)

    with pytest.raises(LinkRefused, match="used already"):
        office.sign_in.redeem(token)


def test_an_invitation_does_not_last(office: Office) -> None:
    token = invited(office)
    office.clock.advance(timedelta(minutes=31))

    with pytest.raises(LinkRefused, match="too old"):
        office.sign_in.redeem(token)


def test_the_token_of_an_invitation_is_no_session(office: Office) -> None:
    assert office.sign_in.find_member(invited(office)) is None


def test_only_our_people_are_invited(office: Office) -> None:
    with pytest.raises(NotFound):
        office.sign_in.invite(StaffId("mallory"))


def test_somebody_taken_off_the_list_is_signed_out(office: Office) -> None:
    session = office.sign_in.redeem(invited(office))

    without_amina = replace(office.sign_in, staff=StaffDirectory.of([BRAM]))

    assert without_amina.find_member(session) is None


def test_signing_out_ends_the_session_and_twice_is_fine(office: Office) -> None:
    session = office.sign_in.redeem(invited(office))

    office.sign_in.sign_out(session)
    office.sign_in.sign_out(session)

    assert office.sign_in.find_member(session) is None
