"""Clicks and forms from Slack: find out who, call one step, tell the clicker what went wrong.

Cards are never edited here: the steps enqueue the jobs that do. Nothing is remembered between two requests.
"""

import logging
import re
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from flask import Blueprint, Response, request
from slack_bolt import Ack, App, BoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.domain.staff import StaffDirectory
from bot.errors import DecisionRefused, NotFound
from bot.ports.clock import Clock
from handlers import slack_modals as modals
from handlers.slack_clicks import ApprovalStep, Meaning, Payload, Press, ReviewStep, SlackClicks
from handlers.slack_gate import LARGEST_BODY, RequestRefused, admit

NOTHING_CHANGED: Final = "Nothing was changed. Please try again in a minute."
OPEN_FORM_WITHIN_SECONDS: Final = 2
HEARD: Final = frozenset({"block_actions", "view_submission", "url_verification"})

logger: Final = logging.getLogger(__name__)
bolt_logger: Final = logging.getLogger("privacy_desk.slack_bolt")
bolt_logger.setLevel(logging.WARNING)
sdk_logger: Final = logging.getLogger("privacy_desk.slack_forms")
sdk_logger.setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackSecrets:
    """What proves that Slack is asking, and with what we answer."""

    signing_secret: str = field(repr=False)
    bot_token: str = field(repr=False)
    base_url: str = "https://slack.com/api/"


@dataclass(frozen=True, slots=True)
class SlackForms:
    """Modals, opened by the trigger of one click."""

    client: WebClient
    trigger_id: str

    def open(self, view: Payload) -> None:
        """Show one."""
        self.client.views_open(trigger_id=self.trigger_id, view=view)

    def replace(self, seen: Mapping[str, Any], view: Payload) -> None:
        """Change it; Slack refuses when the hash is not the latest."""
        self.client.views_update(view_id=seen["id"], hash=seen["hash"], view=view)


def create_slack_blueprint(
    *, approval: ApprovalStep, review: ReviewStep, staff: StaffDirectory, account: SlackSecrets, clock: Clock
) -> Blueprint:
    """POST /slack/events. Exempt it from CSRF checks: the signature stands for them."""
    bolt = _bolt_app(account)
    _listen(bolt, SlackClicks(approval=approval, review=review), staff)
    blueprint = Blueprint("slack", __name__)

    @blueprint.post("/slack/events")
    def events() -> Response:
        try:
            body = b"" if (request.content_length or 0) > LARGEST_BODY else request.get_data()
            payload = admit(body, dict(request.headers), signing_secret=account.signing_secret, now=clock.now())
            return _dispatched(bolt, payload, body) if payload["type"] in HEARD else Response()
        except RequestRefused as refused:
            return Response(status=refused.status)

    return blueprint


def _bolt_app(account: SlackSecrets) -> App:
    """Answers in the calling thread, signed requests only, and never asks Slack who we are."""
    client = WebClient(
        base_url=account.base_url, timeout=OPEN_FORM_WITHIN_SECONDS, logger=sdk_logger, retry_handlers=[]
    )
    if urlsplit(account.base_url).hostname in {"127.0.0.1", "::1", "localhost"}:
        client.proxy = None  # a proxy of the environment's does not reach this computer

    def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=account.bot_token)

    return App(
        name="privacy_desk",
        client=client,
        authorize=authorize,
        signing_secret=account.signing_secret,
        process_before_response=True,
        request_verification_enabled=False,  # the gate's work
        ignoring_self_events_enabled=False,
        logger=bolt_logger,
    )


def _dispatched(bolt: App, payload: Payload, body: bytes) -> Response:
    """Bolt's answer; of the headers it sees only the form of the body, for some of them steer it."""
    content_type = "application/json" if body.startswith(b"{") else "application/x-www-form-urlencoded"
    try:
        answer = bolt.dispatch(BoltRequest(body=body.decode(), headers={"content-type": content_type}))
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        logger.warning("slack payload not understood", extra={"type": payload["type"], "error": type(error).__name__})
        raise RequestRefused(400, "unreadable") from error
    if answer.status >= 500:
        raise RequestRefused(400, "unreadable")
    return Response(
        answer.body, status=answer.status, content_type=answer.first_headers_without_set_cookie().get("content-type")
    )


def _listen(bolt: App, clicks: SlackClicks, staff: StaffDirectory) -> None:
    buttons: dict[str | re.Pattern[str], Meaning] = {
        "approval.approve": clicks.approve,
        "approval.withdraw": clicks.withdraw,
        "approval.deny": clicks.open_denial,
        "approval.ask": clicks.open_question,
        re.compile(r"review\.pick\.\d"): clicks.pick,
        "review.other": clicks.open_labels,
        "review.none": clicks.reject,
    }
    for action_id, meaning in buttons.items():
        bolt.action(action_id)(_on_press(meaning, staff))
    bolt.action({"block_id": modals.REASON_BLOCK, "action_id": "pick"})(_on_press(clicks.propose_words, staff))
    forms = {modals.DENY: clicks.deny, modals.ASK: clicks.ask, modals.OTHER: clicks.label}
    for callback_id, meaning in forms.items():
        bolt.view(callback_id)(_on_submit(meaning, staff))
    # a link button is heard of too; and what nobody listens to, Bolt would log whole
    bolt.action(re.compile(".*"))(_heard)
    bolt.view(re.compile(".*"))(_heard)


def _heard(ack: Ack) -> None:
    ack()


def _on_press(meaning: Meaning, staff: StaffDirectory) -> Callable[..., None]:
    def listener(ack: Ack, body: Payload, client: WebClient) -> None:
        ack()
        sentence = _carry_out(meaning, staff, body, client)
        if sentence is not None:
            _whisper(client, body, sentence)

    return listener


def _on_submit(meaning: Meaning, staff: StaffDirectory) -> Callable[..., None]:
    def listener(ack: Ack, body: Payload, client: WebClient) -> None:
        sentence = _carry_out(meaning, staff, body, client)
        if sentence is None:
            ack()
        else:
            ack(response_action="errors", errors={modals.error_block(body["view"]): sentence})

    return listener


def _carry_out(meaning: Meaning, staff: StaffDirectory, body: Payload, client: WebClient) -> str | None:
    """Do it; the sentence for the clicker when it was refused or failed."""
    try:
        by = staff.get_by_slack_user(body["user"]["id"])
        meaning(Press(body, SlackForms(client, body["trigger_id"]), by))
    except (DecisionRefused, NotFound) as refusal:
        return str(refusal)
    except Exception as error:  # noqa: BLE001 - whatever it is, the clicker hears of it and the page goes on
        # places in the code only: a message of somebody else's exception may hold what a customer wrote
        where = traceback.format_tb(error.__traceback__)
        logger.error("slack click failed", extra={"error": type(error).__name__, "where": where})  # noqa: TRY400
        return NOTHING_CHANGED
    return None


def _whisper(client: WebClient, body: Payload, sentence: str) -> None:
    """Tell the clicker alone. In a form there is nobody to whisper to; the submit will say it."""
    channel = body.get("channel", {}).get("id")
    if channel is None:
        return
    text = sentence.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    try:
        client.chat_postEphemeral(channel=channel, user=body["user"]["id"], text=text)
    except (SlackApiError, SlackClientError, OSError) as error:
        logger.warning("slack whisper failed", extra={"error": type(error).__name__})
