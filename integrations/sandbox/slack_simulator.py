"""A stand-in for Slack: stateful, strict about limits, able to click; what a visitor of the demo sees first."""

import json
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.errors import NotFound
from bot.ports.clock import Clock, IdSource
from integrations.sandbox import slack_payload
from integrations.sandbox.slack_delivery import Poster, interaction_body, post_by_http, signed_headers
from integrations.sandbox.slack_payload import Answer
from integrations.sandbox.slack_refused import SlackRefused
from integrations.sandbox.slack_views import SlackViews
from integrations.sandbox.slack_web_api import SlackWebApi
from integrations.sandbox.slack_workspace import (
    RESPONSE_URL_LIVES,
    RESPONSE_URL_USES,
    TRIGGER_LIVES,
    Json,
    SlackMessage,
    SlackPerson,
    SlackView,
    SlackWorkspace,
    Ticket,
)

BOT_TOKEN: Final = "xoxb-sandbox"  # noqa: S105 - opens our Slack stand-in only
SIGNING_SECRET: Final = "sandbox-signing-secret"  # noqa: S105 - the same
NO_ANSWER: Final = "Privacy Desk did not answer, so nothing was done. Please try again in a moment."
CALLS_REMEMBERED: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """How the next call of a method goes wrong; `after_effect` does the work and loses the answer."""

    status: int
    retry_after: int = 0
    after_effect: bool = False


@dataclass(slots=True, kw_only=True)
class SlackSimulator:
    """One workspace. `deliver_to` is the desk's `/slack/events`; `address` is where this simulator is reached."""

    clock: Clock
    ids: IdSource
    token: str = field(default=BOT_TOKEN, repr=False)
    signing_secret: str = field(default=SIGNING_SECRET, repr=False)
    deliver_to: str = ""
    address: str = "http://127.0.0.1"
    post: Poster = post_by_http
    workspace: SlackWorkspace = field(default_factory=SlackWorkspace)
    lock: threading.RLock = field(default_factory=threading.RLock)
    calls: deque[tuple[str, Mapping[str, Any]]] = field(default_factory=lambda: deque(maxlen=CALLS_REMEMBERED))
    faults: dict[str, deque[Fault]] = field(default_factory=dict)

    @property
    def api_url(self) -> str:
        """What the desk's `base_url` has to be."""
        return f"{self.address}/api/"

    def fail_next(self, method: str, fault: Fault) -> None:
        """Let the next call of a method go wrong; several faults are taken in turn."""
        self.faults.setdefault(method, deque()).append(fault)

    def answer(self, method: str, arguments: Mapping[str, Any], *, token: str) -> tuple[int, Json, dict[str, str]]:
        """One Web API call: status, body, headers."""
        with self.lock:
            self.calls.append((method, arguments))
            waiting = self.faults.get(method)
            fault = waiting.popleft() if waiting else None
            if fault is not None and not fault.after_effect:
                return fault.status, {"ok": False, "error": "ratelimited"}, {"Retry-After": str(fault.retry_after)}
            body = self._call(method, arguments, token)
            return (200, body, {}) if fault is None else (fault.status, {}, {})

    def messages(self, channel: str) -> list[SlackMessage]:
        """A channel's messages, oldest first, without threads and whispers."""
        with self.lock:
            return self.workspace.list_messages(channel)

    def replies(self, channel: str, ts: str) -> list[SlackMessage]:
        """One thread without its parent."""
        with self.lock:
            return self.workspace.list_replies(channel, ts)

    def whispers(self, channel: str, user: str) -> list[SlackMessage]:
        """What only that person was told there."""
        with self.lock:
            return self.workspace.list_whispers(channel, user)

    def view_of(self, user: str) -> SlackView | None:
        """The modal in front of that person."""
        with self.lock:
            return self.workspace.top_view(user)

    def click(self, user: str, channel: str, ts: str, action_id: str) -> int:
        """Press a button of a message and return the desk's status (0: no answer); raises NotFound without one."""
        with self.lock:
            person, place = self._person(user), self.workspace.get_channel(channel)
            message = self.workspace.get_message(channel, ts)
            pressed = message.find_element(action_id)
            if pressed is None:
                raise NotFound(f"the message has no button {action_id}")
            payload = slack_payload.press(person, place, message, pressed)
            payload["trigger_id"] = self._new_trigger(user)
            payload["response_url"] = self._new_response_url(user, channel)
        status, _ = self._deliver(payload)
        if status != 200:
            self._whisper(channel, user, NO_ANSWER)
        return status

    def choose(self, user: str, block_id: str, answer: Answer) -> int:
        """Change a field of the open modal; the desk hears of it if the field asks for that."""
        with self.lock:
            view = self._open_view(user)
            block = slack_payload.fill_in(view, block_id, answer)
            if not block.get("dispatch_action"):
                return 200
            payload = slack_payload.choice(self._person(user), view, block)
            payload["trigger_id"] = self._new_trigger(user)
        return self._deliver(payload)[0]

    def submit(self, user: str, answers: Mapping[str, Answer] | None = None) -> int:
        """Fill in the open modal (block id → answer) and press its button."""
        with self.lock:
            view = self._open_view(user)
            for block_id, answer in (answers or {}).items():
                slack_payload.fill_in(view, block_id, answer)
            view.errors = slack_payload.missing_fields(view)
            self.workspace.version += 1
            if view.errors:
                return 200
            payload = slack_payload.submission(self._person(user), view)
            payload["trigger_id"] = self._new_trigger(user)
        status, body = self._deliver(payload)
        with self.lock:
            self._after_submit(view, status, body)
        return status

    def close(self, user: str) -> None:
        """Close the modal in front."""
        with self.lock:
            self.workspace.views[user] = self.workspace.views.get(user, [])[:-1]
            self.workspace.version += 1

    def dismiss(self, channel: str, ts: str) -> None:
        """Take a whisper away."""
        with self.lock:
            if self.workspace.get_message(channel, ts).only_for:
                del self.workspace.messages[channel, ts]
                self.workspace.version += 1

    def respond(self, secret: str, body: Mapping[str, Any]) -> bool:
        """A post to a `response_url`; False when it is unknown, too old or used up."""
        with self.lock:
            ticket = self.workspace.response_urls.get(secret)
            if ticket is None or ticket.uses_left < 1 or self.clock.now() > ticket.good_until:
                return False
            ticket.uses_left -= 1
            self._whisper(ticket.channel, ticket.user, str(body.get("text", "")))
            return True

    def _call(self, method: str, arguments: Mapping[str, Any], token: str) -> Json:
        if token != self.token:
            return {"ok": False, "error": "invalid_auth" if token else "not_authed"}
        try:
            return SlackWebApi(workspace=self.workspace, clock=self.clock, ids=self.ids).call(method, arguments)
        except SlackRefused as refused:
            return {"ok": False, "error": str(refused)}

    def _deliver(self, payload: Json) -> tuple[int, bytes]:
        """Never under the lock: the desk calls back while it answers."""
        body = interaction_body(payload)
        headers = signed_headers(
            body,
            secret=self.signing_secret,
            timestamp=str(int(self.clock.now().timestamp())),
            content_type="application/x-www-form-urlencoded",
        )
        try:
            return self.post(self.deliver_to, body, headers)
        except OSError:
            return 0, b""

    def _after_submit(self, view: SlackView, status: int, body: bytes) -> None:
        """Nothing said closes the modal; errors and updates stay in front."""
        self.workspace.version += 1
        stack = self.workspace.views.get(view.user, [])
        answer = _json_object(body)
        match (status, answer.get("response_action")):
            case (200, "errors"):
                view.errors = answer.get("errors", {})
            case (200, "update"):
                SlackViews(workspace=self.workspace, clock=self.clock, ids=self.ids).replace(view, answer["view"])
            case (200, "clear"):
                stack.clear()
            case (200, _):
                stack[:] = [open_view for open_view in stack if open_view is not view]
            case _:
                view.errors = {"": NO_ANSWER}

    def _whisper(self, channel: str, user: str, text: str) -> None:
        with self.lock:
            now = self.clock.now()
            ts = self.workspace.new_ts(now)
            self.workspace.add(SlackMessage(channel=channel, ts=ts, text=text, posted_at=now, only_for=user))

    def _person(self, user: str) -> SlackPerson:
        person = self.workspace.find_person(user)
        if person is None:
            raise NotFound(f"nobody here is called {user}")
        return person

    def _open_view(self, user: str) -> SlackView:
        view = self.workspace.top_view(user)
        if view is None:
            raise NotFound("no modal is open")
        return view

    def _new_trigger(self, user: str) -> str:
        trigger_id = f"{self.ids.new_id()}.trigger"
        self.workspace.issue(self.workspace.triggers, trigger_id, Ticket(self.clock.now() + TRIGGER_LIVES, 1, user))
        return trigger_id

    def _new_response_url(self, user: str, channel: str) -> str:
        secret = self.ids.new_id()
        ticket = Ticket(self.clock.now() + RESPONSE_URL_LIVES, RESPONSE_URL_USES, user, channel)
        self.workspace.issue(self.workspace.response_urls, secret, ticket)
        return f"{self.address}/response/{secret}"


def _json_object(body: bytes) -> Json:
    try:
        found = json.loads(body or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
