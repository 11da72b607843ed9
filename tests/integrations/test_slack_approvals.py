import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from flask import Flask

from bot.domain.card import CardRef
from bot.errors import PermanentFailure, TemporaryFailure
from integrations.sandbox.http_server import LoopbackServer
from integrations.sandbox.slack_simulator import Fault, SlackSimulator
from integrations.sandbox.slack_workspace import APPROVALS_CHANNEL, REVIEW_CHANNEL, SlackMessage
from integrations.slack_approvals import SlackAccount, SlackApprovals
from tests.integrations.approval_desk_contract import ApprovalDeskContract
from tests.integrations.moments import StillClock
from tests.integrations.slack_cards import DELETION, DOUBT
from tests.integrations.slack_world import account_of, running_simulator


@dataclass(frozen=True)
class SimulatorOnlooker:
    simulator: SlackSimulator

    def approvals(self) -> list[str]:
        return [_said(message) for message in self.simulator.messages(APPROVALS_CHANNEL)]

    def reviews(self) -> list[str]:
        return [_said(message) for message in self.simulator.messages(REVIEW_CHANNEL)]

    def thread(self, ref: CardRef) -> list[str]:
        return [message.text for message in self.simulator.replies(ref.channel, ref.timestamp)]


def _said(message: SlackMessage) -> str:
    return json.dumps(message.blocks, ensure_ascii=False) if message.blocks else message.text


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def simulator(clock: StillClock) -> Iterator[SlackSimulator]:
    with running_simulator(clock) as running:
        yield running


@pytest.fixture
def desk(simulator: SlackSimulator) -> SlackApprovals:
    return SlackApprovals(account_of(simulator))


@pytest.fixture
def onlooker(simulator: SlackSimulator) -> SimulatorOnlooker:
    return SimulatorOnlooker(simulator)


class TestSlackApprovals(ApprovalDeskContract):
    """On our Slack stand-in."""


class TestPostingOnce:
    def test_a_post_whose_answer_was_lost_is_found_again(self, desk: SlackApprovals, simulator: SlackSimulator) -> None:
        desk.post_approval(DELETION, key="approval/0")
        simulator.fail_next("chat.postMessage", Fault(status=503, after_effect=True))
        with pytest.raises(TemporaryFailure):
            desk.post_approval(DELETION, key="approval/1")

        ref = desk.post_approval(DELETION, key="approval/1")

        assert [message.ts for message in simulator.messages(APPROVALS_CHANNEL)][1:] == [ref.timestamp]

    def test_a_lost_answer_is_found_however_much_came_after_it(
        self, desk: SlackApprovals, simulator: SlackSimulator, clock: StillClock
    ) -> None:
        simulator.fail_next("chat.postMessage", Fault(status=503, after_effect=True))
        with pytest.raises(TemporaryFailure):
            desk.post_approval(DELETION, key="approval/lost")
        for number in range(3):
            clock.go_on(minutes=10)
            desk.post_approval(DELETION, key=f"approval/{number}")

        desk.post_approval(DELETION, key="approval/lost")

        assert len(simulator.messages(APPROVALS_CHANNEL)) == 4

    def test_another_process_finds_the_post_too(self, simulator: SlackSimulator, clock: StillClock) -> None:
        first, second = SlackApprovals(account_of(simulator)), SlackApprovals(account_of(simulator))
        second.post_approval(DELETION, key="approval/0")
        clock.go_on(hours=1)
        ref = first.post_approval(DELETION, key="approval/1")
        clock.go_on(hours=1)

        assert second.post_approval(DELETION, key="approval/1") == ref

    def test_of_two_posts_with_one_key_the_first_counts(self, simulator: SlackSimulator) -> None:
        blind = [SlackApprovals(account_of(simulator)) for _ in range(2)]
        first = blind[0].post_approval(DELETION, key="approval/1")
        message = simulator.messages(APPROVALS_CHANNEL)[0]
        simulator.workspace.add(replace(message, ts=simulator.workspace.new_ts(message.posted_at)))

        assert blind[1].post_approval(DELETION, key="approval/1") == first

    def test_looking_first_costs_one_light_call(self, desk: SlackApprovals, simulator: SlackSimulator) -> None:
        desk.post_approval(DELETION, key="approval/1")
        desk.post_approval(DELETION, key="approval/1")

        assert [method for method, _ in simulator.calls] == ["conversations.history", "chat.postMessage"]

    def test_a_look_reads_only_what_is_new(
        self, desk: SlackApprovals, simulator: SlackSimulator, clock: StillClock
    ) -> None:
        for number in range(4):
            desk.post_approval(DELETION, key=f"approval/{number}")
            clock.go_on(minutes=1)

        looks = [
            float(arguments["oldest"]) for method, arguments in simulator.calls if method == "conversations.history"
        ]
        posts = [float(message.ts) for message in simulator.messages(APPROVALS_CHANNEL)]
        assert looks[0] == 0
        assert looks[3] > posts[0]

    def test_the_first_look_of_a_process_reads_several_pages(
        self, desk: SlackApprovals, simulator: SlackSimulator
    ) -> None:
        ref = desk.post_approval(DELETION, key="approval/old")
        message = simulator.messages(APPROVALS_CHANNEL)[0]
        for _ in range(450):
            simulator.workspace.add(replace(message, ts=simulator.workspace.new_ts(message.posted_at), metadata={}))

        assert SlackApprovals(account_of(simulator)).post_approval(DELETION, key="approval/old") == ref

    def test_posts_of_others_are_no_posts_of_ours(self, desk: SlackApprovals, simulator: SlackSimulator) -> None:
        arguments = {"channel": APPROVALS_CHANNEL, "text": "hello"}
        foreign = {"event_type": "something_else", "event_payload": {"key": "approval/1"}}
        simulator.answer("chat.postMessage", {**arguments, "metadata": foreign}, token=simulator.token)
        simulator.answer("chat.postMessage", arguments, token=simulator.token)

        ref = desk.post_approval(DELETION, key="approval/1")

        assert ref.timestamp == simulator.messages(APPROVALS_CHANNEL)[-1].ts


class TestFailures:
    def test_being_too_fast_says_how_long_to_wait(self, desk: SlackApprovals, simulator: SlackSimulator) -> None:
        simulator.fail_next("chat.postMessage", Fault(status=429, retry_after=30))

        with pytest.raises(TemporaryFailure) as failure:
            desk.post_approval(DELETION, key="approval/1")

        assert failure.value.retry_after == timedelta(seconds=30)

    @pytest.mark.parametrize("status", [500, 502, 503])
    def test_a_slack_that_is_down_is_tried_again(
        self, desk: SlackApprovals, simulator: SlackSimulator, status: int
    ) -> None:
        ref = desk.post_approval(DELETION, key="approval/1")
        simulator.fail_next("chat.update", Fault(status=status))

        with pytest.raises(TemporaryFailure):
            desk.edit_approval(ref, DELETION)

    def test_a_slack_that_cannot_be_reached_is_tried_again(self) -> None:
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            address = f"http://127.0.0.1:{nobody.getsockname()[1]}/api/"
            desk = SlackApprovals(_account(address))

            with pytest.raises(TemporaryFailure):
                desk.post_review(DOUBT, key="review/1")

    def test_a_slack_that_never_answers_is_tried_again(self) -> None:
        with socket.socket() as silent:
            silent.bind(("127.0.0.1", 0))
            silent.listen()
            address = f"http://127.0.0.1:{silent.getsockname()[1]}/api/"
            desk = SlackApprovals(replace(_account(address), timeout=1))

            with pytest.raises(TemporaryFailure):
                desk.check()

    @pytest.mark.parametrize(
        "answer", [b"<html>sign in to the network</html>", b"[]", b"", b"\xff\xfe", b'{"error": 1}']
    )
    def test_an_answer_that_is_not_slacks_is_tried_again(self, answer: bytes) -> None:
        with LoopbackServer(_always(answer)) as server:
            desk = SlackApprovals(_account(f"{server.url}/api/"))

            with pytest.raises(TemporaryFailure) as failure:
                desk.check()

        assert "sign in" not in str(failure.value)

    def test_an_error_nobody_foresaw_is_named(self) -> None:
        with LoopbackServer(_always(b'{"ok": false, "error": "brand_new_error"}')) as server:
            desk = SlackApprovals(_account(f"{server.url}/api/"))

            with pytest.raises(PermanentFailure, match="brand_new_error"):
                desk.check()

    def test_a_wrong_token_says_what_to_set_and_not_the_token(self, simulator: SlackSimulator) -> None:
        desk = SlackApprovals(account_of(simulator, token="xoxb-wrong-secret"))

        with pytest.raises(PermanentFailure, match="SLACK_BOT_TOKEN") as failure:
            desk.check()

        assert "wrong-secret" not in str(failure.value)

    def test_a_wrong_channel_says_what_to_set(self, simulator: SlackSimulator) -> None:
        desk = SlackApprovals(account_of(simulator, review_channel="#privacy-review"))

        with pytest.raises(PermanentFailure, match="channel's id"):
            desk.check()

    def test_a_card_deleted_in_slack_cannot_be_edited(self, desk: SlackApprovals) -> None:
        with pytest.raises(PermanentFailure, match="deleted in Slack"):
            desk.edit_approval(CardRef(APPROVALS_CHANNEL, "1.000001"), DELETION)
        with pytest.raises(PermanentFailure, match="deleted in Slack"):
            desk.tell_thread(CardRef(APPROVALS_CHANNEL, "1.000001"), "Done.", key="line/1")

    def test_no_failure_repeats_what_a_card_says(self, desk: SlackApprovals, simulator: SlackSimulator) -> None:
        simulator.fail_next("chat.postMessage", Fault(status=500))
        with pytest.raises(TemporaryFailure) as failure:
            desk.post_approval(DELETION, key="approval/1")

        assert "close my account" not in str(failure.value)
        assert failure.value.__cause__ is None

    def test_the_token_is_hidden_where_the_account_is_printed(self, simulator: SlackSimulator) -> None:
        assert simulator.token not in repr(account_of(simulator))


class TestWhatIsSent:
    def test_links_are_never_unfolded(self, desk: SlackApprovals, simulator: SlackSimulator) -> None:
        desk.post_approval(DELETION, key="approval/1")

        method, sent = simulator.calls[-1]
        assert (method, sent["unfurl_links"], sent["unfurl_media"]) == ("chat.postMessage", False, False)

    def test_check_names_the_workspace(self, desk: SlackApprovals) -> None:
        assert desk.check() == "signed in to RetailOps as privacy-desk; both channels can be read"


def _always(answer: bytes) -> Flask:
    app = Flask("not_slack")
    app.add_url_rule("/api/auth.test", "auth_test", lambda: answer, methods=["POST"])
    return app


def _account(address: str) -> SlackAccount:
    return SlackAccount(
        token="xoxb-x", approvals_channel=APPROVALS_CHANNEL, review_channel=REVIEW_CHANNEL, base_url=address, timeout=2
    )
