"""The button of a request that its customer took back."""

from dataclasses import replace

from integrations.sandbox.slack_workspace import APPROVALS_CHANNEL
from integrations.slack_approvals import SlackApprovals
from tests.handlers.test_slack_app import Desk, desk
from tests.integrations.slack_cards import DELETION
from tests.integrations.slack_world import account_of

__all__ = ["desk"]


def post_taken_back(desk: Desk) -> str:
    """A card with the button; its timestamp."""
    posting = SlackApprovals(account_of(desk.simulator))
    return posting.post_approval(replace(DELETION, may_withdraw=True), key="approval/2").timestamp


def test_one_click_closes_a_request_that_was_taken_back(desk: Desk) -> None:
    card = post_taken_back(desk)

    assert desk.simulator.click("U0ANA", APPROVALS_CHANNEL, card, "approval.withdraw") == 200

    assert desk.approval.decisions == [("withdrawn", DELETION.case_id, "Ana Agent")]
    assert desk.whispers("U0ANA") == []


def test_who_comes_too_late_is_told_so_alone(desk: Desk) -> None:
    card = post_taken_back(desk)
    desk.press("U0BEN", "approval.approve")

    desk.simulator.click("U0ANA", APPROVALS_CHANNEL, card, "approval.withdraw")

    assert len(desk.approval.decisions) == 1
    assert "Already decided" in desk.whispers("U0ANA")[0]
