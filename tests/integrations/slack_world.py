"""Our Slack stand-in on a real port of loopback, with time and ids in the test's hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

from integrations.sandbox.http_server import LoopbackServer
from integrations.sandbox.slack_page import create_slack_simulator_app
from integrations.sandbox.slack_simulator import SlackSimulator
from integrations.sandbox.slack_workspace import APPROVALS_CHANNEL, REVIEW_CHANNEL
from integrations.slack_approvals import SlackAccount
from tests.integrations.moments import StillClock


@dataclass(slots=True)
class CountedIds:
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def new_id(self) -> str:
        return f"{next(self.numbers):032x}"


@contextmanager
def running_simulator(clock: StillClock) -> Iterator[SlackSimulator]:
    simulator = SlackSimulator(clock=clock, ids=CountedIds())
    with LoopbackServer(create_slack_simulator_app(simulator)) as server:
        simulator.address = server.url
        yield simulator


def account_of(simulator: SlackSimulator, **changes: str) -> SlackAccount:
    wanted = {"token": simulator.token, "approvals_channel": APPROVALS_CHANNEL, "review_channel": REVIEW_CHANNEL}
    return SlackAccount(**{**wanted, "base_url": simulator.api_url, **changes}, timeout=2)
