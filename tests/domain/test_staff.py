"""Our own people: who may decide."""

import pytest

from bot.domain.case import StaffId
from bot.domain.staff import Role, StaffDirectory, StaffMember
from bot.errors import NotFound

AMINA = StaffMember(
    staff_id=StaffId("amina"), name="Amina Ortolan", email="Amina@example.com", role=Role.AGENT, slack_user="U1"
)
BRAM = StaffMember(staff_id=StaffId("bram"), name="Bram Siskin", email="bram@example.com", role=Role.MANAGER)
STAFF = StaffDirectory.of([AMINA, BRAM])


def test_one_person_is_found_by_each_of_their_names() -> None:
    assert STAFF.get(StaffId("amina")) == AMINA
    assert STAFF.get_by_slack_user("U1") == AMINA
    assert STAFF.find_by_email(" AMINA@example.com ") == AMINA


def test_nobody_else_is() -> None:
    assert STAFF.find(StaffId("mallory")) is None
    assert STAFF.find_by_email("mallory@example.com") is None
    with pytest.raises(NotFound, match="mallory is not on the list"):
        STAFF.get(StaffId("mallory"))


@pytest.mark.parametrize("slack_user", ["", "U2"])
def test_an_unknown_or_missing_slack_user_is_nobody(slack_user: str) -> None:
    with pytest.raises(NotFound):
        STAFF.get_by_slack_user(slack_user)
