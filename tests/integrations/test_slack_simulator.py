import json
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import pytest

from bot.errors import NotFound
from integrations.sandbox.slack_delivery import post_by_http, signed_headers
from integrations.sandbox.slack_simulator import NO_ANSWER, Fault, SlackSimulator
from integrations.sandbox.slack_workspace import APPROVALS_CHANNEL, SlackWorkspace
from tests.integrations.moments import StillClock
from tests.integrations.slack_world import CountedIds

Json = dict[str, Any]

BUTTON: Json = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}, "value": "v"}
CARD: list[Json] = [{"type": "actions", "elements": [BUTTON]}]
LETTERS: Json = {"type": "plain_text_input", "action_id": "write"}
CHOICES: list[Json] = [{"text": {"type": "plain_text", "text": value}, "value": value} for value in ("a", "b")]
MODAL: Json = {
    "type": "modal",
    "callback_id": "form",
    "title": {"type": "plain_text", "text": "Form"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {"type": "input", "block_id": "words", "label": {"type": "plain_text", "text": "Words"}, "element": LETTERS}
    ],
}


@dataclass
class Listener:
    """The other end of the deliveries; answers what the test wants."""

    answer: tuple[int, bytes] = (200, b"")
    heard: list[Json] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        self.heard.append(json.loads(parse_qs(body.decode())["payload"][0]))
        self.headers.append(headers)
        self.bodies.append(body)
        return self.answer


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def simulator(clock: StillClock, listener: Listener) -> SlackSimulator:
    workspace = SlackWorkspace(groups={"S0PRIVACY": ["U0ANA", "U0MIA"]})
    return SlackSimulator(clock=clock, ids=CountedIds(), post=listener, workspace=workspace)


def call(simulator: SlackSimulator, method: str, **arguments: object) -> Json:
    return simulator.answer(method, arguments, token=simulator.token)[1]


def post(simulator: SlackSimulator, **arguments: object) -> str:
    answer = call(simulator, "chat.postMessage", **{"channel": APPROVALS_CHANNEL, "text": "Hello", **arguments})
    assert answer["ok"], answer
    return str(answer["ts"])


def pressed(simulator: SlackSimulator, listener: Listener) -> Json:
    simulator.click("U0ANA", APPROVALS_CHANNEL, post(simulator, blocks=CARD), "go")
    return listener.heard[-1]


def opened(simulator: SlackSimulator, listener: Listener, view: Json = MODAL) -> Json:
    trigger = pressed(simulator, listener)["trigger_id"]
    return call(simulator, "views.open", trigger_id=trigger, view=view)


class TestSigningIn:
    def test_a_wrong_token_is_refused(self, simulator: SlackSimulator) -> None:
        assert simulator.answer("auth.test", {}, token="wrong")[1]["error"] == "invalid_auth"
        assert simulator.answer("auth.test", {}, token="")[1]["error"] == "not_authed"

    def test_a_method_nobody_wrote_is_unknown(self, simulator: SlackSimulator) -> None:
        assert call(simulator, "admin.users.remove")["error"] == "unknown_method"

    def test_people_and_groups_can_be_looked_up(self, simulator: SlackSimulator) -> None:
        assert call(simulator, "users.info", user="U0BEN")["user"]["real_name"] == "Ben Agent"
        assert call(simulator, "users.info", user="U0NOBODY")["error"] == "user_not_found"
        assert call(simulator, "usergroups.users.list", usergroup="S0PRIVACY")["users"] == ["U0ANA", "U0MIA"]
        assert call(simulator, "usergroups.users.list", usergroup="S0")["error"] == "no_such_subteam"

    def test_faults_are_taken_in_turn(self, simulator: SlackSimulator) -> None:
        simulator.fail_next("auth.test", Fault(status=429, retry_after=7))
        simulator.fail_next("auth.test", Fault(status=500))

        statuses = [simulator.answer("auth.test", {}, token=simulator.token)[::2] for _ in range(3)]

        assert statuses == [(429, {"Retry-After": "7"}), (500, {"Retry-After": "0"}), (200, {})]


class TestMessages:
    def test_messages_are_named_by_times_that_only_grow(self, simulator: SlackSimulator, clock: StillClock) -> None:
        stamps = [post(simulator) for _ in range(3)]
        clock.go_on(seconds=-60)
        stamps.append(post(simulator))

        assert stamps == sorted(set(stamps))

    def test_history_comes_newest_first_in_pages(self, simulator: SlackSimulator) -> None:
        stamps = [post(simulator) for _ in range(5)]

        first = call(simulator, "conversations.history", channel=APPROVALS_CHANNEL, limit=2, oldest=stamps[0])
        cursor = first["response_metadata"]["next_cursor"]
        second = call(
            simulator, "conversations.history", channel=APPROVALS_CHANNEL, limit=2, oldest=stamps[0], cursor=cursor
        )

        assert [message["ts"] for message in first["messages"] + second["messages"]] == stamps[:0:-1]
        assert (first["has_more"], second["has_more"]) == (True, False)

    def test_metadata_is_shown_on_request_and_survives_an_edit(self, simulator: SlackSimulator) -> None:
        metadata = {"event_type": "card", "event_payload": {"key": "k"}}
        ts = post(simulator, metadata=metadata)
        call(simulator, "chat.update", channel=APPROVALS_CHANNEL, ts=ts, text="Changed")

        shown = call(simulator, "conversations.history", channel=APPROVALS_CHANNEL, include_all_metadata=True)
        plain = call(simulator, "conversations.history", channel=APPROVALS_CHANNEL)

        assert shown["messages"][0]["metadata"] == metadata
        assert "metadata" not in plain["messages"][0]

    def test_an_edit_with_a_text_alone_takes_the_blocks_away(self, simulator: SlackSimulator) -> None:
        ts = post(simulator, blocks=CARD)

        call(simulator, "chat.update", channel=APPROVALS_CHANNEL, ts=ts, text="Changed")

        assert simulator.messages(APPROVALS_CHANNEL)[0].blocks == []

    def test_a_thread_stays_out_of_the_channel(self, simulator: SlackSimulator) -> None:
        ts = post(simulator)
        post(simulator, thread_ts=ts, text="Reply")

        replies = call(simulator, "conversations.replies", channel=APPROVALS_CHANNEL, ts=ts)["messages"]

        assert [message["text"] for message in replies] == ["Hello", "Reply"]
        assert len(simulator.messages(APPROVALS_CHANNEL)) == 1

    def test_a_whisper_is_heard_by_one(self, simulator: SlackSimulator) -> None:
        answer = call(simulator, "chat.postEphemeral", channel=APPROVALS_CHANNEL, user="U0ANA", text="Psst")

        assert [message.text for message in simulator.whispers(APPROVALS_CHANNEL, "U0ANA")] == ["Psst"]
        assert simulator.whispers(APPROVALS_CHANNEL, "U0BEN") == simulator.messages(APPROVALS_CHANNEL) == []
        simulator.dismiss(APPROVALS_CHANNEL, answer["message_ts"])
        assert simulator.whispers(APPROVALS_CHANNEL, "U0ANA") == []

    @pytest.mark.parametrize(
        ("method", "arguments", "error"),
        [
            ("chat.postMessage", {"channel": "#privacy-approvals", "text": "x"}, "channel_not_found"),
            ("chat.postMessage", {"channel": APPROVALS_CHANNEL}, "no_text"),
            ("chat.postMessage", {"channel": APPROVALS_CHANNEL, "text": "x", "thread_ts": "1.1"}, "thread_not_found"),
            ("chat.update", {"channel": APPROVALS_CHANNEL, "ts": "1.1", "text": "x"}, "message_not_found"),
            ("chat.getPermalink", {"channel": APPROVALS_CHANNEL, "message_ts": "1.1"}, "message_not_found"),
            ("conversations.replies", {"channel": APPROVALS_CHANNEL, "ts": "1.1"}, "thread_not_found"),
            ("chat.postEphemeral", {"channel": APPROVALS_CHANNEL, "user": "U0", "text": "x"}, "user_not_in_channel"),
        ],
    )
    def test_what_is_not_there_is_named_as_slack_names_it(
        self, simulator: SlackSimulator, method: str, arguments: Json, error: str
    ) -> None:
        assert call(simulator, method, **arguments)["error"] == error

    def test_a_permalink_leads_to_the_message(self, simulator: SlackSimulator) -> None:
        ts = post(simulator)

        link = call(simulator, "chat.getPermalink", channel=APPROVALS_CHANNEL, message_ts=ts)["permalink"]

        assert ts in link


def _words(kind: str, length: int) -> Json:
    return {"type": kind, "text": "x" * length}


class TestLimits:
    @pytest.mark.parametrize(
        "block",
        [
            {"type": "header", "text": _words("plain_text", 151)},
            {"type": "header", "text": _words("mrkdwn", 5)},
            {"type": "header", "text": _words("plain_text", 0)},
            {"type": "section", "text": _words("mrkdwn", 3_001)},
            {"type": "section"},
            {"type": "section", "fields": [_words("mrkdwn", 2_001)]},
            {"type": "context", "elements": []},
            {"type": "actions", "elements": []},
            {"type": "actions", "elements": [BUTTON, BUTTON]},
            {"type": "actions", "elements": [{**BUTTON, "value": "x" * 2_001}]},
            {"type": "actions", "elements": [{**BUTTON, "text": _words("plain_text", 76)}]},
            {"type": "actions", "elements": [{**BUTTON, "style": "blue"}]},
            {"type": "actions", "elements": [{**BUTTON, "url": "javascript:alert(1)"}]},
            {"type": "actions", "elements": [{**BUTTON, "action_id": "x" * 256}]},
            {"type": "actions", "elements": [{**BUTTON, "confirm": {"title": _words("plain_text", 101)}}]},
            {"type": "actions", "elements": [{"type": "lever"}]},
            {"type": "carousel"},
            MODAL["blocks"][0],
        ],
    )
    def test_blocks_slack_would_refuse_are_refused(self, simulator: SlackSimulator, block: Json) -> None:
        answer = call(simulator, "chat.postMessage", channel=APPROVALS_CHANNEL, text="x", blocks=[block])

        assert answer == {"ok": False, "error": "invalid_blocks"}

    def test_too_many_and_too_long_blocks_are_refused(self, simulator: SlackSimulator) -> None:
        many = [{"type": "divider"}] * 51
        long = [{"type": "section", "text": _words("mrkdwn", 2_900)}] * 5

        refusals = [
            call(simulator, "chat.postMessage", channel=APPROVALS_CHANNEL, text="x", blocks=blocks)["error"]
            for blocks in (many, long)
        ]

        assert refusals == ["invalid_blocks", "msg_blocks_too_long"]

    @pytest.mark.parametrize(
        "change",
        [
            {"title": _words("plain_text", 25)},
            {"private_metadata": "x" * 3_001},
            {"type": "home"},
            {"blocks": [{"type": "divider"}] * 101},
            {"blocks": [{**MODAL["blocks"][0], "element": {**LETTERS, "type": "checkboxes", "options": []}}]},
        ],
    )
    def test_views_slack_would_refuse_are_refused(
        self, simulator: SlackSimulator, listener: Listener, change: Json
    ) -> None:
        assert opened(simulator, listener, {**MODAL, **change})["error"] == "invalid_arguments"


class TestClicking:
    def test_a_click_is_signed_as_slack_signs(
        self, simulator: SlackSimulator, listener: Listener, clock: StillClock
    ) -> None:
        pressed(simulator, listener)

        stamp = str(int(clock.now().timestamp()))
        expected = signed_headers(
            listener.bodies[0],
            secret=simulator.signing_secret,
            timestamp=stamp,
            content_type="application/x-www-form-urlencoded",
        )
        assert listener.headers[0] == expected

    def test_a_click_carries_who_where_and_what(self, simulator: SlackSimulator, listener: Listener) -> None:
        payload = pressed(simulator, listener)

        assert payload["user"]["id"] == "U0ANA"
        assert payload["channel"]["id"] == APPROVALS_CHANNEL
        assert payload["container"]["message_ts"] == simulator.messages(APPROVALS_CHANNEL)[0].ts
        assert payload["actions"][0]["value"] == "v"

    @pytest.mark.parametrize(
        ("user", "ts", "action_id"), [("U0NOBODY", None, "go"), ("U0ANA", "1.1", "go"), ("U0ANA", None, "gone")]
    )
    def test_nothing_is_clicked_that_is_not_there(
        self, simulator: SlackSimulator, listener: Listener, user: str, ts: str | None, action_id: str
    ) -> None:
        posted = post(simulator, blocks=CARD)

        with pytest.raises(NotFound):
            simulator.click(user, APPROVALS_CHANNEL, ts or posted, action_id)
        assert listener.heard == []

    @pytest.mark.parametrize("status", [404, 500])
    def test_a_desk_that_fails_is_told_to_the_clicker(
        self, simulator: SlackSimulator, listener: Listener, status: int
    ) -> None:
        listener.answer = (status, b"")

        pressed(simulator, listener)

        assert [message.text for message in simulator.whispers(APPROVALS_CHANNEL, "U0ANA")] == [NO_ANSWER]

    def test_a_desk_that_is_not_there_is_told_to_the_clicker(self, simulator: SlackSimulator) -> None:
        simulator.post = post_by_http
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            simulator.deliver_to = f"http://127.0.0.1:{nobody.getsockname()[1]}/slack/events"

            assert simulator.click("U0ANA", APPROVALS_CHANNEL, post(simulator, blocks=CARD), "go") == 0

        assert simulator.whispers(APPROVALS_CHANNEL, "U0ANA")

    def test_a_response_url_works_five_times_for_half_an_hour(
        self, simulator: SlackSimulator, listener: Listener, clock: StillClock
    ) -> None:
        first, second = (pressed(simulator, listener)["response_url"].rpartition("/")[2] for _ in range(2))

        assert [simulator.respond(first, {"text": "Hi"}) for _ in range(6)] == [True] * 5 + [False]
        clock.go_on(minutes=31)
        assert not simulator.respond(second, {"text": "Hi"})
        assert not simulator.respond("unknown", {"text": "Hi"})


class TestModals:
    def test_a_trigger_opens_one_modal(self, simulator: SlackSimulator, listener: Listener) -> None:
        trigger = pressed(simulator, listener)["trigger_id"]

        first = call(simulator, "views.open", trigger_id=trigger, view=MODAL)
        again = call(simulator, "views.open", trigger_id=trigger, view=MODAL)

        assert first["ok"]
        assert again["error"] == "exchanged_trigger_id"
        assert call(simulator, "views.open", trigger_id="x", view=MODAL)["error"] == "invalid_trigger_id"

    def test_a_trigger_is_good_for_three_seconds(
        self, simulator: SlackSimulator, listener: Listener, clock: StillClock
    ) -> None:
        early, late = (pressed(simulator, listener)["trigger_id"] for _ in range(2))
        clock.go_on(seconds=3)
        assert call(simulator, "views.open", trigger_id=early, view=MODAL)["ok"]

        clock.go_on(seconds=0.1)

        assert call(simulator, "views.open", trigger_id=late, view=MODAL)["error"] == "expired_trigger_id"

    def test_modals_stack_three_deep(self, simulator: SlackSimulator, listener: Listener) -> None:
        opened(simulator, listener)
        triggers = [pressed(simulator, listener)["trigger_id"] for _ in range(3)]

        answers = [call(simulator, "views.push", trigger_id=trigger, view=MODAL) for trigger in triggers]

        assert [answer["ok"] for answer in answers] == [True, True, False]
        assert answers[2]["error"] == "push_limit_reached"

    def test_an_update_needs_the_latest_hash(self, simulator: SlackSimulator, listener: Listener) -> None:
        view = opened(simulator, listener)["view"]
        latest = call(simulator, "views.update", view_id=view["id"], hash=view["hash"], view=MODAL)["view"]

        stale = call(simulator, "views.update", view_id=view["id"], hash=view["hash"], view=MODAL)

        assert stale["error"] == "hash_conflict"
        assert latest["hash"] != view["hash"]
        assert call(simulator, "views.update", view_id="V0", view=MODAL)["error"] == "not_found"

    def test_what_was_typed_survives_an_update(self, simulator: SlackSimulator, listener: Listener) -> None:
        view = opened(simulator, listener)["view"]
        simulator.choose("U0ANA", "words", "half a sen")

        updated = call(simulator, "views.update", view_id=view["id"], view=MODAL)["view"]

        assert updated["state"]["values"]["words"]["write"]["value"] == "half a sen"

    def test_a_required_field_is_asked_for_before_anything_is_sent(
        self, simulator: SlackSimulator, listener: Listener
    ) -> None:
        opened(simulator, listener)
        heard = len(listener.heard)

        simulator.submit("U0ANA")

        assert len(listener.heard) == heard
        view = simulator.view_of("U0ANA")
        assert view is not None
        assert list(view.errors) == ["words"]

    def test_a_submitted_modal_carries_its_answers_and_closes(
        self, simulator: SlackSimulator, listener: Listener
    ) -> None:
        opened(simulator, listener)

        simulator.submit("U0ANA", {"words": "Hello"})

        assert listener.heard[-1]["view"]["state"]["values"]["words"]["write"]["value"] == "Hello"
        assert simulator.view_of("U0ANA") is None

    @pytest.mark.parametrize(
        ("answer", "shown"),
        [
            ((200, b'{"response_action": "errors", "errors": {"words": "No."}}'), {"words": "No."}),
            ((200, json.dumps({"response_action": "update", "view": MODAL}).encode()), {}),
            ((500, b""), {"": NO_ANSWER}),
            ((200, b'{"response_action": "clear"}'), None),
            ((200, b"not json"), None),
        ],
    )
    def test_the_desk_says_what_becomes_of_the_modal(
        self, simulator: SlackSimulator, listener: Listener, answer: tuple[int, bytes], shown: Json | None
    ) -> None:
        opened(simulator, listener)
        listener.answer = answer

        simulator.submit("U0ANA", {"words": "Hello"})

        view = simulator.view_of("U0ANA")
        assert (view.errors if view else None) == shown

    def test_only_fields_that_asked_for_it_report_a_choice(self, simulator: SlackSimulator, listener: Listener) -> None:
        radio = {"type": "radio_buttons", "action_id": "pick", "options": CHOICES}
        label = {"type": "plain_text", "text": "Which?"}
        eager = {"type": "input", "block_id": "eager", "label": label, "element": radio, "dispatch_action": True}
        opened(simulator, listener, {**MODAL, "blocks": [*MODAL["blocks"], eager]})
        heard = len(listener.heard)

        simulator.choose("U0ANA", "words", "Hello")
        simulator.choose("U0ANA", "eager", "b")

        assert len(listener.heard) == heard + 1
        assert listener.heard[-1]["actions"][0]["selected_option"]["value"] == "b"
        with pytest.raises(NotFound):
            simulator.choose("U0ANA", "eager", "c")
        with pytest.raises(NotFound):
            simulator.choose("U0ANA", "nowhere", "b")

    def test_a_closed_modal_is_gone(self, simulator: SlackSimulator, listener: Listener) -> None:
        opened(simulator, listener)

        simulator.close("U0ANA")

        with pytest.raises(NotFound):
            simulator.submit("U0ANA")


def test_an_answer_that_is_no_http_is_no_answer() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        thread = threading.Thread(target=_answer_nonsense, args=(server,))
        thread.start()

        with pytest.raises(OSError, match="BadStatusLine"):
            post_by_http(f"http://127.0.0.1:{server.getsockname()[1]}/slack/events", b"", {})
        thread.join()


def _answer_nonsense(server: socket.socket) -> None:
    with server.accept()[0] as connection:
        connection.sendall(b"nonsense\r\n\r\n")
