"""Which decisions a person is offered."""

from typing import Any

import pytest

from bot.domain.case import Case, CaseState, WaitsFor
from bot.domain.request import RequestType
from handlers.case_offers import case_offers
from tests.handlers.stories import AMINA, BRAM, a_case, a_yes


def offered(case: Case) -> set[str]:
    offers = case_offers(case, (), BRAM)
    return {name for name in ("approve", "deny", "ask", "correct", "write_answer", "postpone") if getattr(offers, name)}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {"approve", "deny", "ask", "postpone"}),
        ({"waits_for": WaitsFor.SECOND_APPROVAL}, {"approve", "deny", "ask", "postpone"}),
        ({"waits_for": WaitsFor.INFORMATION}, {"approve", "deny", "ask", "postpone"}),
        ({"waits_for": WaitsFor.PLAN}, {"deny", "ask"}),
        ({"waits_for": WaitsFor.PLAN, "plan_hash": None}, {"ask"}),
        ({"waits_for": WaitsFor.COOL_OFF}, {"deny", "postpone"}),
        ({"request_type": RequestType.RECTIFICATION}, {"approve", "deny", "ask", "correct", "postpone"}),
        (
            {"request_type": RequestType.RECTIFICATION, "waits_for": WaitsFor.CORRECTION_DETAILS, "plan_hash": None},
            {"ask", "correct", "postpone"},
        ),
        ({"request_type": RequestType.COMPLAINT}, {"approve", "deny", "ask", "write_answer"}),
        ({"request_type": RequestType.COMPLAINT, "waits_for": WaitsFor.COOL_OFF}, {"deny"}),
        ({"state": CaseState.AWAITING_VERIFICATION, "waits_for": WaitsFor.IDENTITY_PROOF}, set()),
        ({"state": CaseState.IN_FULFILMENT, "waits_for": WaitsFor.SYSTEMS}, set()),
        ({"state": CaseState.FULFILLED, "waits_for": WaitsFor.NOTHING}, set()),
    ],
)
def test_only_what_the_step_would_take_is_offered(changes: dict[str, Any], expected: set[str]) -> None:
    assert offered(a_case(**changes)) == expected


def test_nobody_is_offered_to_approve_twice() -> None:
    case = a_case(waits_for=WaitsFor.SECOND_APPROVAL)
    decisions = (a_yes(case, AMINA),)

    assert not case_offers(case, decisions, AMINA).approve
    assert case_offers(case, decisions, BRAM).approve
    assert case_offers(case, decisions, BRAM).given == 1
