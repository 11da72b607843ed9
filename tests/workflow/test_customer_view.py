"""What the page behind a one-time link offers, and when it offers nothing any more."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.case import Case, CaseState, WaitsFor
from bot.workflow.customer_view import customer_view, may_stop
from tests.store.samples import a_case, a_link

LINK = a_link("case-1")
BEFORE = LINK.expires_at - timedelta(hours=1)


def asked(**changes: Any) -> Case:
    return a_case(**{"state": CaseState.AWAITING_VERIFICATION, "waits_for": WaitsFor.IDENTITY_PROOF, **changes})


def test_a_good_link_confirms_and_stops() -> None:
    view = customer_view(asked(), LINK, now=BEFORE)

    assert (view.may_confirm, view.may_stop) == (True, True)


def test_a_used_link_and_an_old_one_offer_nothing() -> None:
    used = customer_view(asked(), replace(LINK, used_at=BEFORE), now=BEFORE)
    old = customer_view(asked(), LINK, now=LINK.expires_at)

    assert (used.may_confirm, used.may_stop) == (False, False)
    assert (old.may_confirm, old.may_stop) == (False, False)


def test_what_was_proved_is_not_asked_again() -> None:
    view = customer_view(asked(waits_for=WaitsFor.PLAN), LINK, now=BEFORE)

    assert (view.may_confirm, view.may_stop) == (False, True)


@pytest.mark.parametrize("state", [CaseState.IN_FULFILMENT, CaseState.FULFILLED, CaseState.DENIED, CaseState.WITHDRAWN])
def test_nothing_is_stopped_once_systems_are_touched_or_the_case_is_closed(state: CaseState) -> None:
    assert not may_stop(a_case(state=state))
