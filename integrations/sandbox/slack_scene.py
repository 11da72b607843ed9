"""What the page of our Slack stand-in shows to one person at one place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from integrations.sandbox.slack_simulator import SlackSimulator
from integrations.sandbox.slack_workspace import Json, SlackChannel, SlackMessage, SlackPerson, SlackView

FEED_LENGTH = 200
"""A page of a channel; the newest messages, as a chat client would load them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One message of the feed; `day` is set where a new day begins."""

    message: SlackMessage
    replies: int
    last_reply: SlackMessage | None
    day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One channel in the list; `waiting` counts the cards nobody has decided."""

    channel: SlackChannel
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One person's view."""

    me: SlackPerson
    people: Sequence[SlackPerson]
    places: Sequence[Place]
    channel: SlackChannel
    feed: Sequence[Entry]
    whispers: Sequence[SlackMessage]
    parent: SlackMessage | None
    replies: Sequence[SlackMessage]
    asked: Json | None
    asked_of: SlackMessage | None
    view: SlackView | None
    links: Sequence[tuple[str, str]]
    version: int


def scene(simulator: SlackSimulator, wanted: Mapping[str, str]) -> Scene:
    """The scene a query asks for; what it does not know falls back to the first person and channel."""
    with simulator.lock:
        workspace = simulator.workspace
        me = workspace.find_person(wanted.get("as", "")) or workspace.people[0]
        named = (channel for channel in workspace.channels if channel.channel_id == wanted.get("channel"))
        channel = next(named, workspace.channels[0])
        parent = workspace.find_message(channel.channel_id, wanted.get("thread", ""))
        asked_of = workspace.find_message(channel.channel_id, wanted.get("ask", ""))
        pressed = asked_of.find_element(wanted.get("action", "")) if asked_of else None
        return Scene(
            me=me,
            people=workspace.people,
            places=[_place(simulator, known) for known in workspace.channels],
            channel=channel,
            feed=list(_feed(simulator, channel)),
            whispers=workspace.list_whispers(channel.channel_id, me.user_id),
            parent=parent,
            replies=workspace.list_replies(channel.channel_id, parent.ts) if parent else [],
            asked=pressed[0] if pressed and "confirm" in pressed[0] else None,
            asked_of=asked_of,
            view=workspace.top_view(me.user_id),
            links=workspace.links,
            version=workspace.version,
        )


def _place(simulator: SlackSimulator, channel: SlackChannel) -> Place:
    cards = simulator.workspace.list_messages(channel.channel_id)
    return Place(channel=channel, waiting=sum(1 for card in cards if _is_waiting(card)))


def _is_waiting(message: SlackMessage) -> bool:
    return any("value" in element for block in message.blocks for element in block.get("elements", []))


def _feed(simulator: SlackSimulator, channel: SlackChannel) -> Iterator[Entry]:
    last_day = None
    threads = simulator.workspace.list_threads(channel.channel_id)
    for message in simulator.workspace.list_messages(channel.channel_id)[-FEED_LENGTH:]:
        day = message.posted_at.astimezone().date()
        replies = threads.get(message.ts, [])
        yield Entry(
            message=message,
            replies=len(replies),
            last_reply=replies[-1] if replies else None,
            day=day if day != last_day else None,
        )
        last_day = day
