"""Slack as the place where people are asked: cards posted once, edited, and told about in their thread."""

import logging
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from slack_sdk.web import SlackResponse, WebClient

from bot.domain.card import ApprovalCard, CardRef, ReviewCard
from bot.errors import TemporaryFailure
from integrations.slack_blocks import SlackPost, approval_post, review_post, thread_text
from integrations.slack_failures import ask_slack
from integrations.slack_ledger import PAGE, ChannelLedger, Message, key_of, metadata

LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})

quiet: Final = logging.getLogger("privacy_desk.slack_sdk")
"""The library logs whole payloads at DEBUG and repeats answers at ERROR; what matters is in the failures raised."""
quiet.setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackAccount:
    """Which Slack, as whom, and where cards go. Channels are ids (`C…`), for names change.

    `called` is the id of a user group (`S…`) or a person (`U…`, `W…`) to call in for what is urgent; empty for nobody.
    """

    token: str = field(repr=False)
    approvals_channel: str
    review_channel: str
    called: str = ""
    base_url: str = "https://slack.com/api/"
    timeout: int = 10


class SlackApprovals:
    """An ApprovalDesk on Slack's Web API; holds no state but what it read in the channels."""

    def __init__(self, account: SlackAccount) -> None:
        self._account = account
        # no retries of the library's own: one after a lost answer would post the card twice
        self._client = WebClient(
            token=account.token, base_url=account.base_url, timeout=account.timeout, logger=quiet, retry_handlers=[]
        )
        if urlsplit(account.base_url).hostname in LOOPBACK:
            self._client.proxy = None
        self._ledgers = {channel: ChannelLedger() for channel in (account.approvals_channel, account.review_channel)}

    def check(self) -> str:
        """One sentence saying that the token and both channels work; raises as every method does."""
        who = ask_slack("auth.test", self._client.auth_test)
        for channel in self._ledgers:
            self._read_page(channel, "0", "", 1)
        return f"signed in to {who.get('team')} as {who.get('user')}; both channels can be read"

    def post_approval(self, card: ApprovalCard, *, key: str) -> CardRef:
        """Show a new approval card."""
        return self._post(self._account.approvals_channel, approval_post(card), key)

    def edit_approval(self, ref: CardRef, card: ApprovalCard) -> None:
        """Make a posted card say what is true now."""
        self._edit(ref, approval_post(card))

    def post_review(self, card: ReviewCard, *, key: str) -> CardRef:
        """Show a new review card."""
        return self._post(self._account.review_channel, review_post(card), key)

    def edit_review(self, ref: CardRef, card: ReviewCard) -> None:
        """Make a posted review card say what is true now."""
        self._edit(ref, review_post(card))

    def tell_thread(self, ref: CardRef, line: str, *, key: str) -> None:
        """Add one line to the card's thread, unless it stands there already."""
        self._add_to_thread(ref, thread_text(line), key)

    def call_people(self, ref: CardRef, line: str, *, key: str) -> None:
        """The same, with a mention of whom the account names for it."""
        self._add_to_thread(ref, f"{_mention(self._account.called)}{thread_text(line)}", key)

    def _add_to_thread(self, ref: CardRef, text: str, key: str) -> None:
        if key not in self._thread_keys(ref):
            self._send(ref.channel, SlackPost(text, []), key, ref.timestamp)

    def post_notice(self, line: str, *, key: str) -> CardRef:
        """Say one line in the approvals channel."""
        return self._post(self._account.approvals_channel, SlackPost(thread_text(line), []), key)

    def _post(self, channel: str, post: SlackPost, key: str) -> CardRef:
        ledger = self._ledgers[channel]
        known = ledger.find(key, lambda oldest, cursor: self._read_page(channel, oldest, cursor))
        if known is not None:
            return CardRef(channel, known)
        begun = ledger.read_up_to
        try:
            timestamp = str(self._send(channel, post, key)["ts"])
        except TemporaryFailure:
            ledger.doubt(begun)
            raise
        ledger.note(key, timestamp)
        return CardRef(channel, timestamp)

    def _send(self, channel: str, post: SlackPost, key: str, thread: str | None = None) -> SlackResponse:
        return ask_slack(
            "chat.postMessage",
            lambda: self._client.chat_postMessage(
                channel=channel,
                text=post.text,
                blocks=post.blocks or None,
                metadata=metadata(key),
                unfurl_links=False,
                unfurl_media=False,
                thread_ts=thread,
            ),
        )

    def _edit(self, ref: CardRef, post: SlackPost) -> None:
        """Blocks always go along: `chat.update` with a text alone takes them away. Metadata stays as posted."""
        ask_slack(
            "chat.update",
            lambda: self._client.chat_update(channel=ref.channel, ts=ref.timestamp, text=post.text, blocks=post.blocks),
        )

    def _read_page(self, channel: str, oldest: str, cursor: str, limit: int = PAGE) -> tuple[list[Message], str]:
        answer = ask_slack(
            "conversations.history",
            lambda: self._client.conversations_history(
                channel=channel, oldest=oldest, cursor=cursor or None, limit=limit, include_all_metadata=True
            ),
        )
        messages: list[Message] = answer.get("messages") or []
        return messages, _next_cursor(answer)

    def _thread_keys(self, ref: CardRef) -> set[str | None]:
        """The keys of one thread, which tells of one case in a few lines: one page holds it."""
        answer = ask_slack(
            "conversations.replies",
            lambda: self._client.conversations_replies(
                channel=ref.channel, ts=ref.timestamp, limit=1_000, include_all_metadata=True
            ),
        )
        messages: list[Message] = answer.get("messages") or []
        return {key_of(message) for message in messages}


def _next_cursor(answer: SlackResponse) -> str:
    following: dict[str, Any] = answer.get("response_metadata") or {}
    return str(following.get("next_cursor") or "")


def _mention(called: str) -> str:
    if not called:
        return ""
    return f"<!subteam^{called}> " if called.startswith("S") else f"<@{called}> "
