"""What our Slack stand-in keeps: people, channels, messages, open modals."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from bot.errors import NotFound

TRIGGER_LIVES: Final = timedelta(seconds=3)
"""Slack's own: a `trigger_id` opens one modal within three seconds."""

RESPONSE_URL_LIVES: Final = timedelta(minutes=30)
RESPONSE_URL_USES: Final = 5
TICKETS_KEPT: Final = 5_000
BOT_USER: Final = "U0DESK"
BOT_NAME: Final = "Privacy Desk"
TEAM: Final[Mapping[str, str]] = {"id": "T0RETAILOPS", "name": "RetailOps", "domain": "retailops"}
APPROVALS_CHANNEL: Final = "C0APPROVALS"
REVIEW_CHANNEL: Final = "C0REVIEWS"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SlackPerson:
    """Somebody who can click."""

    user_id: str
    name: str
    title: str = "Support agent"

    @property
    def handle(self) -> str:
        """`ana.agent`."""
        return self.name.lower().replace(" ", ".")


@dataclass(frozen=True, slots=True)
class SlackChannel:
    """A place for messages."""

    channel_id: str
    name: str
    topic: str = ""


PEOPLE: Final = (
    SlackPerson("U0ANA", "Ana Agent"),
    SlackPerson("U0BEN", "Ben Agent"),
    SlackPerson("U0MIA", "Mia Manager", "Privacy manager"),
)
CHANNELS: Final = (
    SlackChannel(APPROVALS_CHANNEL, "privacy-approvals", "Nothing runs before a person here says yes"),
    SlackChannel(REVIEW_CHANNEL, "privacy-review", "Mails the desk is not sure about"),
)


@dataclass(slots=True, kw_only=True)
class SlackMessage:
    """One message; `only_for` names the single reader of an ephemeral one, `thread_ts` its parent."""

    channel: str
    ts: str
    text: str
    posted_at: datetime
    blocks: list[Json] = field(default_factory=list)
    metadata: Json = field(default_factory=dict)
    thread_ts: str = ""
    only_for: str = ""
    sender: str = BOT_USER
    edits: int = 0

    def as_json(self) -> Json:
        """As Slack's history shows it."""
        shown: Json = {"type": "message", "user": BOT_USER, "bot_id": "B0DESK", "ts": self.ts, "text": self.text}
        if self.blocks:
            shown["blocks"] = self.blocks
        if self.thread_ts:
            shown["thread_ts"] = self.thread_ts
        return shown

    def find_element(self, action_id: str) -> tuple[Json, str] | None:
        """The button with that id and its block's id."""
        found = (
            (element, str(block.get("block_id", "")))
            for block in self.blocks
            for element in block.get("elements", [])
            if element.get("action_id") == action_id
        )
        return next(found, None)


@dataclass(slots=True, kw_only=True)
class SlackView:
    """An open modal of one person; `values` is what was typed and chosen, by block and action."""

    view_id: str
    user: str
    body: Json
    hash: str
    root_id: str
    values: dict[str, Json] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> Json:
        """As Slack sends it along."""
        own = {"id": self.view_id, "hash": self.hash, "root_view_id": self.root_id, "team_id": TEAM["id"]}
        return {**self.body, **own, "app_id": "A0DESK", "bot_id": "B0DESK", "state": {"values": self.values}}

    @property
    def inputs(self) -> list[Json]:
        """The blocks that take an answer."""
        return [block for block in self.body.get("blocks", []) if block.get("type") == "input"]


@dataclass(slots=True)
class Ticket:
    """A `trigger_id` or a `response_url`: good for a while and a number of uses."""

    good_until: datetime
    uses_left: int
    user: str
    channel: str = ""


@dataclass(slots=True, kw_only=True)
class SlackWorkspace:
    """Everything there is; `version` counts the changes a page would show.

    `links` are (words, address) of the demo's other pages, for the visitor to find.
    """

    people: Sequence[SlackPerson] = PEOPLE
    channels: Sequence[SlackChannel] = CHANNELS
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)
    links: Sequence[tuple[str, str]] = ()
    messages: dict[tuple[str, str], SlackMessage] = field(default_factory=dict)
    views: dict[str, list[SlackView]] = field(default_factory=dict)
    triggers: dict[str, Ticket] = field(default_factory=dict)
    response_urls: dict[str, Ticket] = field(default_factory=dict)
    version: int = 0
    newest: int = 0

    def new_ts(self, now: datetime) -> str:
        """A message's name: its time in microseconds, later than any other's."""
        self.newest = max(self.newest + 1, int(now.timestamp() * 1_000_000))
        return f"{self.newest // 1_000_000}.{self.newest % 1_000_000:06d}"

    def has_channel(self, channel: str) -> bool:
        """Whether there is one by that id; names are not ids."""
        return any(known.channel_id == channel for known in self.channels)

    def get_channel(self, channel: str) -> SlackChannel:
        """The channel with that id; raises NotFound."""
        found = next((known for known in self.channels if known.channel_id == channel), None)
        if found is None:
            raise NotFound(f"there is no channel {channel}")
        return found

    def find_person(self, user: str) -> SlackPerson | None:
        """The person with that id."""
        return next((person for person in self.people if person.user_id == user), None)

    def add(self, message: SlackMessage) -> None:
        """Show it."""
        self.messages[message.channel, message.ts] = message
        self.version += 1

    def find_message(self, channel: str, ts: str) -> SlackMessage | None:
        """The message that stands there."""
        return self.messages.get((channel, ts))

    def get_message(self, channel: str, ts: str) -> SlackMessage:
        """The same, or NotFound."""
        message = self.find_message(channel, ts)
        if message is None:
            raise NotFound(f"there is no message {ts} in {channel}")
        return message

    def list_messages(self, channel: str) -> list[SlackMessage]:
        """A channel's messages for everybody, oldest first, without the threads."""
        return [message for message in self._of(channel) if not message.thread_ts and not message.only_for]

    def list_replies(self, channel: str, ts: str) -> list[SlackMessage]:
        """A thread without its parent, oldest first."""
        return self.list_threads(channel).get(ts, [])

    def list_threads(self, channel: str) -> dict[str, list[SlackMessage]]:
        """Every thread's replies by its parent's name, oldest first."""
        threads: dict[str, list[SlackMessage]] = {}
        for message in self._of(channel):
            if message.thread_ts and not message.only_for:
                threads.setdefault(message.thread_ts, []).append(message)
        return threads

    def list_whispers(self, channel: str, user: str) -> list[SlackMessage]:
        """What only that person sees there."""
        return [message for message in self._of(channel) if message.only_for == user]

    def top_view(self, user: str) -> SlackView | None:
        """The modal in front of that person."""
        stack = self.views.get(user)
        return stack[-1] if stack else None

    def find_view(self, view_id: str) -> SlackView | None:
        """The open modal with that id."""
        return next((view for stack in list(self.views.values()) for view in stack if view.view_id == view_id), None)

    def issue(self, tickets: dict[str, Ticket], name: str, ticket: Ticket) -> None:
        """Keep a ticket, and forget the oldest beyond TICKETS_KEPT."""
        tickets[name] = ticket
        if len(tickets) > TICKETS_KEPT:
            del tickets[next(iter(tickets))]

    def _of(self, channel: str) -> Iterable[SlackMessage]:
        return (message for message in list(self.messages.values()) if message.channel == channel)
