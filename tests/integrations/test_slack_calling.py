"""Calling people into a thread: a mention of whom the settings name, and the line stays text."""

import pytest

from integrations.slack_approvals import SlackApprovals, _mention
from tests.integrations.moments import StillClock
from tests.integrations.slack_cards import DELETION
from tests.integrations.slack_world import account_of, running_simulator


@pytest.mark.parametrize(
    ("called", "mention"), [("S0614TZR7", "<!subteam^S0614TZR7> "), ("U0123456", "<@U0123456> "), ("", "")]
)
def test_a_group_a_person_or_nobody_is_mentioned(called: str, mention: str) -> None:
    assert _mention(called) == mention


def test_the_mention_stands_before_the_escaped_line() -> None:
    with running_simulator(StillClock()) as simulator:
        desk = SlackApprovals(account_of(simulator, called="S0614TZR7"))
        ref = desk.post_approval(DELETION, key="approval/1")

        desk.call_people(ref, "Due tomorrow <!channel>", key="line/1")

        (message,) = simulator.replies(ref.channel, ref.timestamp)
        assert message.text == "<!subteam^S0614TZR7> Due tomorrow &lt;!channel&gt;"
