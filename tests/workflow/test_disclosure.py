"""Who draws the curtain is written down first."""

import pytest

from bot.domain.card import ReviewId
from bot.domain.case import CaseId
from bot.domain.request import RequestType
from bot.errors import NotFound
from bot.workflow.disclosure import Disclosure
from tests.fakes.office import AMINA, Office


def test_opening_a_cases_data_is_an_event(office: Office) -> None:
    case = office.ask(RequestType.ACCESS)

    Disclosure(desk=office.desk).open_case(case.case_id, by=AMINA)

    event = office.events()[-1]
    assert (event.action, event.actor, event.case_id) == ("personal_data_opened", "staff:amina", case.case_id)


def test_opening_an_unsure_message_is_an_event(office: Office) -> None:
    office.receive(words="[unsure access 0.6]")
    office.work()
    (review,) = office.reviews()

    Disclosure(desk=office.desk).open_review(review.review_id, by=AMINA)

    event = office.events()[-1]
    assert (event.action, event.actor, event.case_id) == ("personal_data_opened", "staff:amina", None)
    assert event.details == {"review": review.review_id}


def test_what_is_not_there_is_not_opened(office: Office) -> None:
    disclosure = Disclosure(desk=office.desk)

    with pytest.raises(NotFound):
        disclosure.open_case(CaseId("nothing"), by=AMINA)
    with pytest.raises(NotFound):
        disclosure.open_review(ReviewId("nothing"), by=AMINA)
    assert office.events() == []
